"""The receiver: Webex tells it what happened. It does nothing but check and store.

Its 204 is a promise that the event is on disk.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from flask import Request, Response, json
from prometheus_client import Counter
from werkzeug.exceptions import HTTPException

from bot.clock import Clock
from bot.domain.events import Envelope
from bot.errors import BadWebhook, StoreUnavailable
from bot.http.deliveries import LARGEST_DELIVERY, SIGNATURE_HEADER, check_size, read_delivery
from bot.http.refusals import RefusalLog
from bot.tracing import TRACKING, traces

log = logging.getLogger(__name__)

RECEIVER = "/webhooks/webex"
ACKNOWLEDGED = 204
# Where WSGI has the headers that we look at; the mapping of all headers would make this name anew for each look.
SIGNATURE, TRACKING_ID = (f"HTTP_{name.upper().replace('-', '_')}" for name in (SIGNATURE_HEADER, "trackingid"))
# The most bytes that are read of a request: more than a delivery may have, so that our own check refuses it with a
# reason, but so few that nobody can fill the memory.
LARGEST_REQUEST = 16 * LARGEST_DELIVERY
NOT_NOW, RETRY_SECONDS = "nothing can be stored now", 5


@dataclass(frozen=True, slots=True)
class Receiver:
    """Answers deliveries. `accept` stores an event, and returns once it is on disk; `answers` counts them by status.

    It needs no route, session, or context of Flask's, so that the application can leave these out.
    """

    accept: Callable[[Envelope], None]
    secrets: tuple[str, ...]
    clock: Clock
    me: Callable[[], str]
    answers: Counter
    log_refusal: RefusalLog = field(default_factory=partial(RefusalLog, "delivery refused"))

    def __call__(self, given: Request) -> Response | None:
        """Take an event; return None once it is safely stored and may be acknowledged, else how it is refused."""
        # So a bug of ours is answered, by whoever called us.
        status = 500
        with traces.span("webhook") as span:
            span.note(TRACKING, given.environ.get(TRACKING_ID))
            try:
                refusal = self._refused(given)
                status = refusal.status_code if refusal else ACKNOWLEDGED
            finally:
                span.note("http.response.status_code", status)
                self.answers.labels(str(status)).inc()
        return refusal

    def _refused(self, given: Request) -> Response | None:
        now = self.clock.now()
        try:
            envelope = self._read(given, now)
            if envelope is not None:
                self.accept(envelope)
        except BadWebhook as refusal:
            self.log_refusal(refusal.status, refusal.reason, now)
            return as_json(refusal.status, refusal.reason)
        except StoreUnavailable as error:
            return later(error, as_json(503, NOT_NOW))
        return None

    def _read(self, given: Request, now: datetime) -> Envelope | None:
        """Return the envelope in a request. A body whose Content-Length is too large is refused before it is read."""
        check_size(given.content_length or 0)
        given.max_content_length = LARGEST_REQUEST
        try:
            body = given.get_data()
        except HTTPException as error:
            raise BadWebhook(error.code or 400, "the delivery cannot be read") from error
        headers = {SIGNATURE_HEADER: given.environ.get(SIGNATURE, "")}
        return read_delivery(headers, body, given.content_type or "", self.secrets, now, self.me())


def as_json(status: int, reason: str) -> Response:
    """Return a refusal with its reason."""
    return Response(json.dumps({"error": reason}), status, mimetype="application/json")


def later(error: StoreUnavailable, answer: Response) -> Response:
    """Say in an answer when to try again, since nothing can be stored now."""
    log.error(NOT_NOW, extra={"action": "store_unavailable", "cause": str(error)})
    answer.headers["Retry-After"] = str(RETRY_SECONDS)
    return answer
