"""The web application: the webhook receiver, what every page has in common, and how a failure is answered.

The receiver does nothing but check and store. Its 204 is a promise that the event is on disk.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from flask import Blueprint, Flask, Response, jsonify, request
from prometheus_client import CollectorRegistry, Counter
from werkzeug.exceptions import HTTPException

from bot.clock import Clock
from bot.domain.events import Envelope
from bot.errors import BadWebhook, StoreUnavailable
from bot.http.deliveries import LARGEST_DELIVERY, SIGNATURE_HEADER, check_size, read_delivery
from bot.http.operator_pages import Watched, operator_pages
from bot.http.orders_api import OrderDesks, order_intake
from bot.http.password_page import LARGEST_FORM, PasswordDesk, password_pages
from bot.http.problems import RequestProblem
from bot.http.refusals import OnceAMinute, RefusalLog
from bot.http.status_page import status_page
from bot.http.tokens import NOBODY, Tokens
from bot.intake.openapi import LARGEST_DOCUMENT, PREFIX
from bot.operations.overview import Overview
from bot.tracing import TRACKING, traces

log = logging.getLogger(__name__)

# Bytes that Flask reads of any request. Larger than a delivery may be, so that our own check refuses it with a reason,
# and small enough that nobody can fill the memory.
LARGEST_REQUEST = 16 * LARGEST_DELIVERY
RECEIVER = "/webhooks/webex"
RETRY_SECONDS = 5
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
# Browsers use HTTPS alone for this host for a year. Its subdomains may belong to others, so they are left out.
HTTPS_HEADERS = {"Strict-Transport-Security": "max-age=31536000"}
LARGEST_BODIES = {f"{PREFIX}/": LARGEST_DOCUMENT, "/password/": LARGEST_FORM}


@dataclass(frozen=True, slots=True)
class WebParts:
    """What the web needs of the bot.

    `accept` stores an event and returns once it is on disk, also where it was stored before; it raises StoreUnavailable
    when that fails. `readiness` returns a sentence for each thing that keeps the bot from working. Without an
    `intake` token there is no order intake; without an `operations` token there are no metrics, and `/readyz` gives no
    causes. `me` returns the bot's own id, "" while it is not known. `probe` says how it is with the bot's own events to
    itself, and `overview` what is due, waits and failed, for the page /status.
    """

    accept: Callable[[Envelope], None]
    secrets: tuple[str, ...]
    clock: Clock
    readiness: Callable[[], list[str]]
    registry: CollectorRegistry
    passwords: PasswordDesk
    orders: OrderDesks
    public_url: str
    intake: Tokens = NOBODY
    operations: Tokens = NOBODY
    me: Callable[[], str] = str
    probe: Callable[[], str] = str
    overview: Callable[[], Overview] | None = None


def create_web(parts: WebParts) -> Flask:
    """Build the web application. Blueprints that are registered on it later get the same headers and error pages."""
    log.filters = [OnceAMinute()]
    app = Flask(__name__, static_folder=None)
    # It would redirect to an address made from the Host header, which anybody can make up.
    app.url_map.merge_slashes = False
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_REQUEST
    is_https = parts.public_url.startswith("https:")
    app.register_blueprint(receiver(parts))
    watched = Watched(parts.readiness, parts.registry, parts.probe)
    app.register_blueprint(operator_pages(watched, parts.operations, parts.clock))
    app.register_blueprint(password_pages(parts.passwords, parts.clock, is_https=is_https))
    if parts.operations and parts.overview:
        app.register_blueprint(status_page(parts.overview, parts.readiness, parts.operations))
    if parts.intake:
        app.register_blueprint(order_intake(parts.intake, parts.orders, parts.clock, parts.registry))
    app.register_error_handler(HTTPException, refused)
    app.register_error_handler(StoreUnavailable, not_now)
    app.register_error_handler(Exception, broken)
    app.after_request(partial(secured, HEADERS | HTTPS_HEADERS if is_https else HEADERS))
    return app


def largest_body(path: str) -> int:
    """Return how many bytes the body of a request to this path may have."""
    return next((largest for prefix, largest in LARGEST_BODIES.items() if path.startswith(prefix)), LARGEST_DELIVERY)


def receiver(parts: WebParts) -> Blueprint:
    """Return the route on which Webex tells us what happened."""
    pages = Blueprint("webhooks", __name__)
    log_refusal = RefusalLog("delivery refused")
    answers = Counter("setup_now_deliveries", "Deliveries by our answer.", ["status"], registry=parts.registry)

    @pages.post(RECEIVER)
    def receive() -> Response:
        """Acknowledge an event once it is safely stored; the workers do the rest."""
        with traces.span("webhook") as span:
            span.note(TRACKING, request.headers.get("trackingid"))
            answer = taken()
            span.note("http.response.status_code", answer.status_code)
        answers.labels(str(answer.status_code)).inc()
        return answer

    def taken() -> Response:
        now = parts.clock.now()
        try:
            envelope = delivered(parts.secrets, now, parts.me())
            if envelope is not None:
                parts.accept(envelope)
        except BadWebhook as refusal:
            log_refusal(refusal.status, refusal.reason, now)
            return complaint(refusal.status, refusal.reason)
        except StoreUnavailable as error:
            return not_now(error)
        return Response(status=204)

    return pages


def delivered(secrets: tuple[str, ...], now: datetime, me: str) -> Envelope | None:
    """Return the envelope in the request. A body whose Content-Length is too large is refused before it is read."""
    check_size(request.content_length or 0)
    try:
        body = request.get_data()
    except HTTPException as error:
        raise BadWebhook(error.code or 400, "the delivery cannot be read") from error
    headers = {SIGNATURE_HEADER: request.headers.get(SIGNATURE_HEADER, "")}
    return read_delivery(headers, body, request.content_type or "", secrets, now, me)


def complaint(status: int, reason: str) -> Response:
    """Return an error as JSON; under the order intake's path, as a problem of RFC 9457."""
    if request.path.startswith(f"{PREFIX}/"):
        return RequestProblem(status, "request", reason.capitalize(), f"This request failed: {reason}.").response()
    answer = jsonify(error=reason)
    answer.status_code = status
    return answer


def refused(error: HTTPException) -> Response:
    """Answer a request that Flask itself refuses: an unknown route, a wrong method, a body that is too large."""
    answer = complaint(error.code or 500, error.name.lower())
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After", "WWW-Authenticate"}:
            answer.headers[name] = value
    return answer


def not_now(error: StoreUnavailable) -> Response:
    """Answer 503 with Retry-After while nothing can be stored, so that the caller tries again."""
    log.error("nothing can be stored", extra={"action": "store_unavailable", "cause": str(error)})
    answer = complaint(503, "nothing can be stored now")
    answer.headers["Retry-After"] = str(RETRY_SECONDS)
    return answer


def broken(error: Exception) -> Response:
    """Answer 500 for a bug of ours; the log has the traceback, the answer nothing of it."""
    log.error("request failed", exc_info=error, extra={"action": "request_failed", "route": str(request.url_rule)})
    return complaint(500, "something went wrong")


def secured(headers: Mapping[str, str], answer: Response) -> Response:
    """Add the security headers to an answer; those that a page has set itself stay as they are."""
    own = {name.lower() for name, _ in answer.headers}
    answer.headers.extend([(name, value) for name, value in headers.items() if name.lower() not in own])
    return answer
