"""The probe: once a minute the bot sends itself a signed event, the way Webex does, and sees whether it comes through.

It takes the whole way: HTTP, signature, inbox, worker, handler. It costs no call to Webex and concerns nobody.
"""

import json
import secrets
import threading
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import requests

from bot.clock import Clock
from bot.domain.internal_events import ProbeSent
from bot.http.deliveries import SIGNATURE_HEADER, signed
from bot.metrics import Metrics
from store import Store

PROBE_SECONDS = 60
# Longer than from one probe to the next, and short enough that what is dead shows within two minutes.
LONGEST_SILENCE = timedelta(seconds=100)
ANSWER_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class UnderWay:
    """A probe that was sent, under which key the inbox has it, and why it was not taken, if it was not.

    `sent_at` is by the clock on the wall, `began` by the one that nobody sets.
    """

    key: str
    sent_at: datetime
    began: datetime
    refusal: str = ""


@dataclass
class Probe:
    """Sends probes to the bot's own `url`, and knows of the latest. At most one is under way.

    How long none came through is measured by `spans`, so that a clock that is set is no alarm.
    """

    store: Store
    clock: Clock
    spans: Clock
    url: str
    secret: str
    metrics: Metrics
    under_way: UnderWay | None = field(default=None, init=False)
    handled_at: datetime | None = field(default=None, init=False)
    # Of the last that came through, or of the first: when it was sent, by the clock that nobody sets.
    silent_since: datetime | None = field(default=None, init=False)
    took: timedelta = field(default=timedelta(), init=False)
    lock: threading.Lock = field(default_factory=threading.Lock, init=False)

    def __post_init__(self) -> None:
        started = self.clock.now().timestamp()
        self.metrics.probe_seconds.set_function(lambda: self.seconds() / timedelta(seconds=1))
        self.metrics.probe_handled.set_function(lambda: self._latest() or started)

    def beat(self) -> None:
        """Send a probe, unless the one before is still on its way through the bot."""
        self._look()
        if self.under_way is None or self.under_way.refusal or self._is_gone(self.under_way):
            self.silent_since = self.silent_since or self.spans.now()
            self._send()

    def problems(self) -> list[str]:
        """Return what keeps probes from coming through, once none has for too long."""
        self._look()
        if self.silent_since is None or self.spans.now() - self.silent_since <= LONGEST_SILENCE:
            return []
        why = f": {self.under_way.refusal}" if self.under_way and self.under_way.refusal else ""
        last = f" since {said(self.handled_at)}" if self.handled_at else ""
        return [f"no probe came through{last}{why}"]

    def seconds(self) -> timedelta:
        """Return how long the latest probe took from being sent to its end, or for how long it is under way."""
        self._look()
        waiting = self.under_way
        return self.took if waiting is None else max(self.took, self.spans.now() - waiting.began)

    def __str__(self) -> str:
        """Say how it is with the latest probe."""
        seconds = self.seconds() / timedelta(seconds=1)
        if self.handled_at is None:
            return "none has come through yet"
        return f"the last came through at {said(self.handled_at)}; the way takes {seconds:.3f} s"

    def _send(self) -> None:
        now = self.clock.now()
        envelope = ProbeSent(secrets.token_hex(8)).pack(now)
        body = json.dumps({"resource": envelope.resource, "event": envelope.event, "data": envelope.data}).encode()
        headers = {"Content-Type": "application/json", SIGNATURE_HEADER: signed(body, self.secret).decode()}
        self.under_way = waiting = UnderWay(envelope.key, now, self.spans.now())
        try:
            answer = requests.post(self.url, data=body, headers=headers, timeout=ANSWER_SECONDS)
            refusal = "" if answer.ok else f"the answer was {answer.status_code}"
        except requests.RequestException as error:
            refusal = f"no answer ({type(error).__name__})"
        if refusal:
            self.under_way = replace(waiting, refusal=refusal)

    def _look(self) -> None:
        """See whether the probe that is under way was handled meanwhile, and leave nothing of it in the inbox."""
        with self.lock:
            waiting = self.under_way
            if waiting is None:
                return
            with self.store.reading() as uow:
                handled_at = uow.inbox.handled_at(waiting.key)
            if handled_at is None:
                return
            self.under_way, self.handled_at, self.silent_since = None, handled_at, waiting.began
            self.took = max(handled_at - waiting.sent_at, timedelta())
        with self.store.unit_of_work() as uow:
            uow.inbox.forget(waiting.key)

    def _is_gone(self, waiting: UnderWay) -> bool:
        """Return whether the inbox does not know a probe any more: another file was put in its place."""
        with self.store.reading() as uow:
            return uow.inbox.get(waiting.key) is None

    def _latest(self) -> float:
        """Return the moment at which the latest probe came through; 0 where none has."""
        self._look()
        return self.handled_at.timestamp() if self.handled_at else 0.0


def said(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}Z"


def own_address(host: str, port: int, path: str) -> str:
    """Return where a process reaches itself that listens at a host: one that means all addresses is none to call."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(host, host)  # noqa: S104 - nothing listens here
    return f"http://{f'[{host}]' if ':' in host else host}:{port}{path}"
