"""Deliveries: carries envelopes to the bot over real HTTP, each webhook's in order by default."""

from __future__ import annotations

import hashlib
import hmac
import random
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from time import monotonic

import urllib3

from playground.faults import Faults
from playground.model import Webhook
from playground.patience import PATIENCE

WRONG_KEY = "not the secret"
# As many webhooks keep a connection while others deliver as well.
MOST_LINES = 16


@dataclass(frozen=True)
class Delivery:
    """One envelope on its way, and how it went: a status, the kind of an error, or None while it travels."""

    webhook_id: str
    url: str
    body: bytes = field(repr=False)
    signature: str | None = field(default=None, repr=False)
    tries_left: int = 0
    outcome: int | str | None = None

    @property
    def arrived(self) -> bool:
        """Whether the bot took it."""
        return isinstance(self.outcome, int) and 200 <= self.outcome < 300


def sign(secret: str, body: bytes) -> str:
    """Return the X-Spark-Signature of a body."""
    return hmac.new(secret.encode(), body, hashlib.sha1).hexdigest()


class Deliveries:
    """The deliveries that are on their way: a line for each webhook, with a thread while it is not empty."""

    def __init__(
        self,
        faults: Faults,
        dice: random.Random,
        *,
        is_active: Callable[[str], bool],
        failed: Callable[[str], None],
    ) -> None:
        self._faults = faults
        self._dice = dice
        self._connections = urllib3.PoolManager(retries=False, maxsize=MOST_LINES)
        self._is_active = is_active
        self._failed = failed
        self._state = threading.Condition()
        self._lines: dict[str, deque[Delivery]] = {}
        self._workers: dict[str, threading.Thread] = {}
        self._under_way = 0
        self._holds = 0
        self._is_closed = False
        self._log: deque[Delivery] = deque(maxlen=10_000)

    @property
    def log(self) -> tuple[Delivery, ...]:
        """What was delivered, or tried, so far."""
        with self._state:
            return tuple(self._log)

    def send(self, webhook: Webhook, body: bytes) -> None:
        """Queue an envelope; the faults decide whether it is lost, doubled or wrongly signed."""
        dispatch = self._faults.take_dispatch(self._dice)
        secret = WRONG_KEY if dispatch.is_forged else webhook.secret
        delivery = Delivery(
            webhook_id=webhook.id,
            url=webhook.target_url,
            body=body,
            signature=sign(secret, body) if secret else None,
            tries_left=self._faults.retries,
        )
        self._queue(delivery, copies=dispatch.copies)

    def replay(self, delivery: Delivery | None = None) -> None:
        """Send an earlier envelope again, byte for byte; by default the last one."""
        self._queue(replace(delivery or self.log[-1], outcome=None))

    @contextmanager
    def held(self) -> Iterator[None]:
        """Let nothing leave inside this block, so that deliveries pile up."""
        with self._state:
            self._holds += 1
        try:
            yield
        finally:
            with self._state:
                self._holds -= 1
                self._hire()

    def lose(self) -> None:
        """Lose all that has not left yet, as the cloud does in an outage."""
        with self._state:
            for line in self._lines.values():
                line.clear()
            self._state.notify_all()

    def idle(self) -> bool:
        """Return whether everything was delivered, lost or given up."""
        with self._state:
            return not self._owed()

    def settle(self, timeout: float = PATIENCE) -> None:
        """Wait until there is nothing more to deliver."""
        with self._state:
            if not self._state.wait_for(lambda: not self._owed(), timeout):
                raise TimeoutError(f"{self._owed()} deliveries are still under way after {timeout} s.")

    def close(self) -> None:
        """Stop delivering. Deliveries that still wait are lost."""
        with self._state:
            self._is_closed = True
            self._lines.clear()
            self._state.notify_all()
            workers = list(self._workers.values())
        for worker in workers:
            worker.join(timeout=self._faults.caller_timeout)
        self._connections.clear()

    # Inside

    def _owed(self) -> int:
        return self._under_way + sum(len(line) for line in self._lines.values())

    def _queue(self, delivery: Delivery, copies: int = 1) -> None:
        with self._state:
            if copies and not self._is_closed:
                self._lines.setdefault(delivery.webhook_id, deque()).extend([delivery] * copies)
                self._hire()

    def _hire(self) -> None:
        """Give every line that needs one a worker. A worker leaves when its line is empty."""
        if self._holds or self._is_closed:
            return
        for webhook_id, line in self._lines.items():
            if line and webhook_id not in self._workers:
                worker = threading.Thread(target=self._work, args=(webhook_id,), name="webex-deliveries", daemon=True)
                self._workers[webhook_id] = worker
                worker.start()

    def _work(self, webhook_id: str) -> None:
        while (delivery := self._next(webhook_id)) is not None:
            self._carried(self._carry(delivery))

    def _next(self, webhook_id: str) -> Delivery | None:
        with self._state:
            line = self._lines.get(webhook_id)
            if not line or self._holds or self._is_closed:
                del self._workers[webhook_id]
                return None
            self._under_way += 1
            if self._faults.reorder:
                line.rotate(-self._dice.randrange(len(line)))
            return line.popleft()

    def _carry(self, delivery: Delivery) -> Delivery:
        self._linger()
        if not self._is_active(delivery.webhook_id):
            return replace(delivery, outcome="inactive", tries_left=0)
        try:
            reply = self._connections.request(
                "POST",
                delivery.url,
                body=delivery.body,
                headers=_headers(delivery),
                timeout=self._faults.caller_timeout,
                redirect=False,
            )
        except urllib3.exceptions.ReadTimeoutError:
            return replace(delivery, outcome="ReadTimeout")
        except urllib3.exceptions.HTTPError:
            return replace(delivery, outcome="ConnectionError")
        return replace(delivery, outcome=reply.status)

    def _linger(self) -> None:
        if self._faults.delay:
            until = monotonic() + self._faults.delay
            with self._state:
                self._state.wait_for(lambda: self._is_closed, timeout=until - monotonic())

    def _carried(self, delivery: Delivery) -> None:
        # Count the failure before the line may look idle: who waits for that reads the status next.
        if not delivery.arrived and delivery.outcome != "inactive":
            self._failed(delivery.webhook_id)
        with self._state:
            self._log.append(delivery)
            self._under_way -= 1
            if not delivery.arrived and delivery.tries_left and not self._is_closed:
                again = replace(delivery, outcome=None, tries_left=delivery.tries_left - 1)
                self._lines[delivery.webhook_id].appendleft(again)
            self._state.notify_all()


def _headers(delivery: Delivery) -> dict[str, str]:
    headers = {"Content-Type": "application/json;charset=UTF-8", "User-Agent": "local-webex"}
    if delivery.signature:
        headers["X-Spark-Signature"] = delivery.signature
    return headers
