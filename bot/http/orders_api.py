"""The HTTP order intake: another system posts orders, and asks how they stand.

Neither the token nor what was posted goes into a log.
"""

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from math import ceil
from typing import Any, ParamSpec, Protocol

from flask import Blueprint, Response, request
from prometheus_client import CollectorRegistry, Counter
from werkzeug.exceptions import HTTPException

from bot.clock import Clock
from bot.domain.orders import Order
from bot.http.deliveries import is_deeper
from bot.http.refusals import RefusalLog
from bot.http.tokens import brings_token
from bot.intake.documents import InvalidDocument, Json, Submission, Violation, escaped, read_document
from bot.intake.openapi import LARGEST_DOCUMENT, PREFIX, WINDOW_LIMIT, WINDOW_MINUTES, api_document, order_document
from bot.intake.plans import Outcome, Receipt, RevisionConflict
from bot.limits import Limit

log = logging.getLogger(__name__)
P = ParamSpec("P")

DEEPEST_DOCUMENT = 8
PROBLEM_TYPE = "application/problem+json"
WRONG = "urn:setup-now:problem:"

DETAILS = {
    Outcome.CREATED: "The order is new here.",
    Outcome.UPDATED: "The order was changed; its reminders follow.",
    Outcome.UNCHANGED: "This says nothing new; nothing was changed.",
    Outcome.IGNORED: "A newer revision, {revision}, was received before; this one is ignored.",
}
STAYS_CANCELLED = " The order is cancelled here and stays cancelled."


class IntakeDesk(Protocol):
    """Takes orders of another system, and says how they stand."""

    def receive(self, submission: Submission) -> Receipt:
        """Take an order; when this returns, it is on disk. Raises RevisionConflict, or StoreUnavailable."""
        ...

    def look(self, number: str) -> tuple[Order, int | None] | None:
        """Return an order and its newest revision (None when it came from files alone); None for no such order."""
        ...


@dataclass(eq=False)
class RequestProblem(Exception):
    """Why a request was refused, as RFC 9457 has it: `kind` names it for programs, `errors` has each place."""

    status: int
    kind: str
    title: str
    detail: str
    errors: tuple[Violation, ...] = ()
    retry_after: timedelta | None = None

    def response(self) -> Response:
        """Return the answer that says so."""
        content: dict[str, Any] = {
            "type": f"{WRONG}{self.kind}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
        }
        if self.errors:
            content["errors"] = [{"pointer": each.pointer, "detail": each.detail} for each in self.errors]
        answer = answered(content, self.status, PROBLEM_TYPE)
        if self.retry_after is not None:
            answer.headers["Retry-After"] = str(ceil(self.retry_after.total_seconds()))
        if self.status == 401:
            answer.headers["WWW-Authenticate"] = 'Bearer realm="order intake"'
        return answer


def answered(content: Json, status: int = 200, content_type: str = "application/json") -> Response:
    """Return an answer as JSON, in the letters of any script."""
    return Response(json.dumps(content, ensure_ascii=False), status, content_type=content_type)


def order_intake(token: str, desk: IntakeDesk, clock: Clock, registry: CollectorRegistry) -> Blueprint:
    """Return the routes of the intake, behind their token and their limit."""
    routes = Blueprint("intake", __name__, url_prefix=PREFIX)
    limit = Limit(WINDOW_LIMIT, timedelta(minutes=WINDOW_MINUTES))
    log_refusal = RefusalLog("intake request refused")
    answers = Counter("setup_now_intake_requests", "Requests to the order intake.", ["status"], registry=registry)
    orders = Counter("setup_now_orders_received", "Orders received over HTTP.", ["outcome"], registry=registry)

    def guarded(view: Callable[P, Response]) -> Callable[P, Response]:
        """Let nobody past without the token, nor more often than agreed; answer every problem as one."""

        @wraps(view)
        def guarded_view(*args: P.args, **kwargs: P.kwargs) -> Response:
            now = clock.now()
            try:
                check_token(token)
                check_pace(limit.wait("", now))
                return view(*args, **kwargs)
            except RequestProblem as problem:
                log_refusal(problem.status, problem.kind, now)
                return problem.response()

        return guarded_view

    @routes.after_request
    def count(answer: Response) -> Response:
        answers.labels(str(answer.status_code)).inc()
        return answer

    @routes.post("/orders")
    @guarded
    def post() -> Response:
        """Take an order, once it is known to be one."""
        submission = submitted()
        receipt = received(desk, submission)
        orders.labels(receipt.outcome).inc()
        facts = {"action": "order_received", "order": submission.order.number, "revision": submission.revision}
        log.info("order received", extra=facts | {"outcome": receipt.outcome})
        return accepted(receipt)

    @routes.get("/orders/<number>")
    @guarded
    def get(number: str) -> Response:
        """Show an order as the intake knows it."""
        found = desk.look(number)
        if found is None:
            raise RequestProblem(404, "no-such-order", "No such order", "No order with this number was ever received.")
        return answered(order_document(*found))

    @routes.get("/openapi.json")
    @guarded
    def describe() -> Response:
        """Show what can be asked and answered here."""
        return answered(api_document())

    return routes


def check_token(token: str) -> None:
    """Refuse who does not bring the token."""
    if not brings_token(token):
        fix = "Send the header Authorization: Bearer and the value of INTAKE_TOKEN."
        raise RequestProblem(401, "no-token", "The token is missing or wrong", fix)


def check_pace(wait: timedelta) -> None:
    """Refuse who comes too often."""
    if wait:
        limit = f"At most {WINDOW_LIMIT} requests are taken in {WINDOW_MINUTES} minutes; nothing was changed."
        raise RequestProblem(429, "too-many-requests", "Too many requests", limit, retry_after=wait)


def submitted() -> Submission:
    """Read the order in the request."""
    check_type()
    document = parsed(body())
    try:
        return read_document(document)
    except InvalidDocument as invalid:
        count = len(invalid.violations)
        detail = f"{count} {'place needs' if count == 1 else 'places need'} attention; nothing was changed."
        raise RequestProblem(
            422, "invalid-order", "This is not an order yet", detail, errors=invalid.violations
        ) from None


def check_type() -> None:
    """Refuse what does not call itself plain JSON."""
    encoding = request.headers.get("Content-Encoding", "identity").lower()
    if request.mimetype != "application/json" or encoding != "identity":
        fix = "Send the header Content-Type: application/json, and the body as it is, in UTF-8."
        raise RequestProblem(415, "not-json", "Only JSON is taken", fix)


def body() -> bytes:
    """Return the body; what is too large is not even read."""
    request.max_content_length = LARGEST_DOCUMENT
    try:
        return request.get_data(cache=False)
    except HTTPException as error:
        if error.code != 413:
            raise RequestProblem(400, "unreadable", "The body cannot be read", "Send it once more.") from error
        limit = f"An order has at most {LARGEST_DOCUMENT // 1024} KiB."
        raise RequestProblem(413, "too-large", "The body is too large", limit) from error


def parsed(content: bytes) -> Json:
    """Return the JSON object of a body."""
    try:
        # Programs of Windows begin a text in UTF-8 with its mark, though JSON has none.
        text = content.decode("utf-8-sig")
        document = json.loads(text, object_pairs_hook=without_doubles, parse_constant=refused_constant)
    except (ValueError, RecursionError) as error:
        where = f" at line {error.lineno}, column {error.colno}" if isinstance(error, json.JSONDecodeError) else ""
        raise RequestProblem(400, "malformed", "The body is not JSON", f"It stops being JSON{where}.") from error
    if not isinstance(document, dict):
        raise RequestProblem(400, "malformed", "The body is not an order", "Send one JSON object.")
    if is_deeper(document, DEEPEST_DOCUMENT):
        raise RequestProblem(400, "malformed", "The body is not an order", "It is nested too deeply.")
    return document


def without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Make an object of what was written; of two values under one name nobody knows which was meant."""
    names = [name for name, _ in pairs]
    twice = sorted({escaped(name) for name in names if names.count(name) > 1}) if len(set(names)) < len(names) else []
    if twice:
        fix = f"Written twice in one object: {', '.join(twice)}. Keep one of each."
        raise RequestProblem(400, "malformed", "A name is there twice", fix)
    return dict(pairs)


def refused_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def received(desk: IntakeDesk, submission: Submission) -> Receipt:
    """Hand the order over."""
    try:
        return desk.receive(submission)
    except RevisionConflict:
        said = f"Revision {submission.revision} of order {submission.order.number} was received before and says"
        detail = f"{said} something else; nothing was changed. Send what is new under a higher revision."
        raise RequestProblem(409, "revision-conflict", "This revision is taken", detail) from None


def accepted(receipt: Receipt) -> Response:
    """Say what an order did here."""
    detail = DETAILS[receipt.outcome].format(revision=receipt.revision)
    is_new = receipt.outcome is Outcome.CREATED
    content = {
        "outcome": receipt.outcome,
        "detail": detail + (STAYS_CANCELLED if receipt.is_contradicted else ""),
        "changed": list(receipt.changed),
        "order": order_document(receipt.order, receipt.revision),
    }
    answer = answered(content, 201 if is_new else 200)
    if is_new:
        answer.headers["Location"] = f"{PREFIX}/orders/{receipt.order.number}"
    return answer
