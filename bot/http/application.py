"""The web application: the webhook receiver, what every page has in common, and how a failure is answered."""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from wsgiref.types import StartResponse, WSGIEnvironment

from flask import Flask, Response, request
from prometheus_client import Counter
from werkzeug.exceptions import HTTPException

from bot.clock import Clock
from bot.domain.events import Envelope
from bot.errors import StoreUnavailable
from bot.http import receiver
from bot.http.deliveries import LARGEST_DELIVERY
from bot.http.operator_pages import Watched, operator_pages
from bot.http.orders_api import OrderPorts, order_intake
from bot.http.password_page import LARGEST_FORM, PasswordStore, password_pages
from bot.http.problems import RequestProblem
from bot.http.receiver import ACKNOWLEDGED, LARGEST_REQUEST, NOT_NOW, RECEIVER, Receiver, as_json, later
from bot.http.refusals import OnceAMinute
from bot.http.status_page import status_page
from bot.http.tokens import NOBODY, Tokens
from bot.intake.openapi import LARGEST_DOCUMENT, PREFIX

log = logging.getLogger(__name__)

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
WENT_WRONG = "something went wrong"
LARGEST_BODIES = {f"{PREFIX}/": LARGEST_DOCUMENT, "/password/": LARGEST_FORM}


@dataclass(frozen=True, slots=True)
class WebParts:
    """What the web needs of the bot.

    `accept` stores an event, if it is new, and returns once it is on disk; it raises StoreUnavailable when that fails.
    `me` returns the bot's own id, "" while it is not known. Without an `intake` token there is no order intake; without
    an `operations` token nothing is shown of what is `watched` but whether the bot is ready.
    """

    accept: Callable[[Envelope], None]
    secrets: tuple[str, ...]
    clock: Clock
    watched: Watched
    passwords: PasswordStore
    orders: OrderPorts
    public_url: str
    me: Callable[[], str]
    intake: Tokens = NOBODY
    operations: Tokens = NOBODY


class Web(Flask):
    """The web application. Deliveries, which are nearly all requests, go straight to the receiver.

    What Flask does for each request costs more than all checks of a delivery, which has no use for it.
    """

    def __init__(self, receive: Receiver, headers: Mapping[str, str]) -> None:
        super().__init__(__name__, static_folder=None)
        self._receive, self._headers = receive, headers
        # It would redirect to an address made from the Host header, which anybody can make up.
        self.url_map.merge_slashes = False
        self.config["MAX_CONTENT_LENGTH"] = LARGEST_REQUEST
        self.register_error_handler(HTTPException, refused)
        self.register_error_handler(StoreUnavailable, not_now)
        self.register_error_handler(Exception, broken)
        self.after_request(self._secured)
        self.add_url_rule(RECEIVER, "receiver", lambda: receive(request) or ("", ACKNOWLEDGED), methods=["POST"])

    def wsgi_app(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        if environ["PATH_INFO"] != RECEIVER or environ["REQUEST_METHOD"] != "POST":
            return super().wsgi_app(environ, start_response)
        try:
            refusal = self._receive(self.request_class(environ))
        except Exception as error:  # noqa: BLE001 - a bug is answered and logged, here as anywhere
            log_failure(error, RECEIVER)
            refusal = as_json(500, WENT_WRONG)
        if refusal is not None:
            return self._secured(refusal)(environ, start_response)
        start_response(f"{ACKNOWLEDGED} No Content", list(self._headers.items()))
        return ()

    def _secured(self, answer: Response) -> Response:
        """Add the security headers to an answer; those that a page has set itself stay as they are."""
        own = {name.lower() for name, _ in answer.headers}
        answer.headers.extend([(name, value) for name, value in self._headers.items() if name.lower() not in own])
        return answer


def create_web(parts: WebParts) -> Flask:
    """Build the web application. Blueprints that are registered on it later get the same headers and error pages."""
    for each in (log, receiver.log):
        each.filters = [OnceAMinute()]
    is_https = parts.public_url.startswith("https:")
    answers = Counter(
        "setup_now_deliveries",
        "Deliveries, by the status they were answered with.",
        ["status"],
        registry=parts.watched.registry,
    )
    receive = Receiver(parts.accept, parts.secrets, parts.clock, parts.me, answers)
    app = Web(receive, HEADERS | HTTPS_HEADERS if is_https else HEADERS)
    app.register_blueprint(operator_pages(parts.watched, parts.operations, parts.clock))
    app.register_blueprint(password_pages(parts.passwords, parts.clock, is_https=is_https))
    if parts.operations:
        app.register_blueprint(status_page(parts.watched, parts.operations))
    if parts.intake:
        app.register_blueprint(order_intake(parts.intake, parts.orders, parts.clock, parts.watched.registry))
    return app


def largest_body(path: str) -> int:
    """Return how many bytes the body of a request to this path may have."""
    return next((largest for prefix, largest in LARGEST_BODIES.items() if path.startswith(prefix)), LARGEST_DELIVERY)


def complaint(status: int, reason: str) -> Response:
    """Return an error as JSON; under the order intake's path, as a problem of RFC 9457."""
    if request.path.startswith(f"{PREFIX}/"):
        return RequestProblem(status, "request", reason.capitalize(), f"This request failed: {reason}.").response()
    return as_json(status, reason)


def refused(error: HTTPException) -> Response:
    """Answer a request that Flask itself refuses: an unknown route, a wrong method, a body that is too large."""
    answer = complaint(error.code or 500, error.name.lower())
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After", "WWW-Authenticate"}:
            answer.headers[name] = value
    return answer


def not_now(error: StoreUnavailable) -> Response:
    """Answer 503 with Retry-After while nothing can be stored, so that the caller tries again."""
    return later(error, complaint(503, NOT_NOW))


def broken(error: Exception) -> Response:
    """Answer 500 for a bug of ours; the traceback is in the log, and not in the answer."""
    log_failure(error, str(request.url_rule))
    return complaint(500, WENT_WRONG)


def log_failure(error: Exception, route: str) -> None:
    """Log a bug with its traceback."""
    log.error("request failed", exc_info=error, extra={"action": "request_failed", "route": route})
