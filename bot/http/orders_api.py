"""The HTTP order intake: another system posts orders, and reads their state.

Neither the token nor what was posted goes into a log.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from flask import Blueprint, Response, request
from prometheus_client import CollectorRegistry, Counter

from bot.clock import Clock
from bot.delivery.system_answers import NoSuchOrder
from bot.domain.orders import Order, normal_number
from bot.domain.provisioning import AnswerConflict, Effect, SystemAnswer
from bot.http.bodies import in_need_of_attention, sent_as
from bot.http.gate import Gate
from bot.http.problems import RequestProblem, answered
from bot.http.tokens import Tokens
from bot.intake.documents import InvalidDocument, Submission, read_document
from bot.intake.openapi import PREFIX, order_document
from bot.intake.plans import Outcome, Receipt, RevisionConflict
from bot.services.answers import read_answer
from bot.services.openapi import api_document

log = logging.getLogger(__name__)

DETAILS = {
    Outcome.CREATED: "The order is new here.",
    Outcome.UPDATED: "The order was changed; its reminders follow.",
    Outcome.UNCHANGED: "This says nothing new; nothing was changed.",
    Outcome.IGNORED: "A newer revision, {revision}, was received before; this one is ignored.",
}
EFFECTS = {
    Effect.TAKEN: "The answer is kept, and followed.",
    Effect.UNCHANGED: "This was answered before; nothing was changed.",
    Effect.IGNORED: "A newer answer came before; nothing was changed.",
}
STAYS_PROVISIONED = " The order is provisioned here and stands as it was; not changed: {fields}."
STAYS_CANCELLED = " The order is cancelled here and stays cancelled."
NO_ORDER_YET = ("invalid-order", "This is not an order yet")


class OrderIntake(Protocol):
    """What the intake needs of the bot: to keep an order, and to look one up."""

    def receive(self, submission: Submission) -> Receipt:
        """Keep an order; when this returns, it is on disk. Raises RevisionConflict, or StoreUnavailable."""
        ...

    def look(self, number: str) -> tuple[Order, int | None] | None:
        """Return an order and its newest revision (None when it came from files alone); None for no such order."""
        ...


class SetupAnswers(Protocol):
    """Takes what the partner's own system says about a finished setup. `steps` are those that a refusal may name."""

    @property
    def steps(self) -> Sequence[str]: ...

    def __call__(self, number: str, answer: SystemAnswer) -> tuple[Effect, Order]:
        """Take an answer; when this returns, it is on disk. Raises NoSuchOrder, AnswerConflict or StoreUnavailable."""
        ...


@dataclass(frozen=True, slots=True)
class OrderPorts:
    """The parts of the bot that take what other systems say about orders."""

    intake: OrderIntake
    answers: SetupAnswers


def order_intake(tokens: Tokens, ports: OrderPorts, clock: Clock, registry: CollectorRegistry) -> Blueprint:
    """Return the routes of the intake. Each asks for the token and counts against the limit."""
    routes = Blueprint("intake", __name__, url_prefix=PREFIX)
    guarded = Gate(tokens, clock)
    answers = Counter(
        "setup_now_intake_requests",
        "Requests to the order intake, by the status they were answered with.",
        ["status"],
        registry=registry,
    )
    orders = Counter("setup_now_orders_received", "Orders received over HTTP.", ["outcome"], registry=registry)

    @routes.after_request
    def count(answer: Response) -> Response:
        answers.labels(str(answer.status_code)).inc()
        return answer

    @routes.post("/orders")
    @guarded
    def post() -> Response:
        return order_posted(ports.intake, orders)

    @routes.get("/orders/<number>")
    @guarded
    def get(number: str) -> Response:
        return order_shown(ports.intake, number)

    @routes.post("/orders/<number>/provisioning")
    @guarded
    def answer(number: str) -> Response:
        return setup_answered(ports.answers, number)

    @routes.get("/openapi.json")
    @guarded
    def describe() -> Response:
        return answered({**api_document(ports.answers.steps), "servers": [{"url": request.root_path or "/"}]})

    return routes


def order_posted(intake: OrderIntake, orders: Counter) -> Response:
    """Check the posted order, and keep it."""
    submission = sent_as(read_document, *NO_ORDER_YET)
    receipt = received(intake, submission)
    orders.labels(receipt.outcome).inc()
    facts = {"action": "order_received", "order": submission.order.number, "revision": submission.revision}
    log.info("order received", extra=facts | {"outcome": receipt.outcome})
    return accepted(receipt)


def order_shown(intake: OrderIntake, number: str) -> Response:
    """Return an order as JSON."""
    found = intake.look(number)
    if found is None:
        raise no_such_order()
    return answered(order_document(*found))


def setup_answered(answers: SetupAnswers, number: str) -> Response:
    """Take the answer of the partner's own system to a finished setup."""
    said = sent_as(partial(read_answer, steps=answers.steps), "invalid-answer", "This is not one of the answers")
    effect, order = answer_taken(answers, normal_number(number), said)
    facts = {"action": "provisioning_answered", "order": order.number, "answer": said.verdict, "effect": effect}
    log.info("provisioning answered", extra=facts)
    return answered({"outcome": effect, "detail": EFFECTS[effect], "number": order.number, "state": order.state})


def answer_taken(answers: SetupAnswers, number: str, answer: SystemAnswer) -> tuple[Effect, Order]:
    """Hand the answer over, and return what it changed. Raises RequestProblem (404, 409) where it fits no setup."""
    try:
        return answers(number, answer)
    except NoSuchOrder:
        raise no_such_order() from None
    except AnswerConflict as conflict:
        detail = f"{conflict.detail} Nothing was changed."
        raise RequestProblem(409, conflict.kind, "This contradicts what is known", detail) from None


def no_such_order() -> RequestProblem:
    return RequestProblem(404, "no-such-order", "No such order", "No order with this number was ever received.")


def received(intake: OrderIntake, submission: Submission) -> Receipt:
    """Keep the order, and return what came of it. Raises RequestProblem (409) for a revision that is taken."""
    try:
        return intake.receive(submission)
    except InvalidDocument as invalid:
        raise in_need_of_attention(invalid, *NO_ORDER_YET) from None
    except RevisionConflict:
        said = f"Revision {submission.revision} of order {submission.order.number} was received before and says"
        detail = f"{said} something else; nothing was changed. Send what is new under a higher revision."
        raise RequestProblem(409, "revision-conflict", "This revision is taken", detail) from None


def what_stays(receipt: Receipt) -> str:
    """Return the parts of the submission that contradict our order, and were not followed."""
    if receipt.is_contradicted:
        return STAYS_CANCELLED
    return STAYS_PROVISIONED.format(fields=", ".join(receipt.stays)) if receipt.stays else ""


def accepted(receipt: Receipt) -> Response:
    """Return the answer to an order that was taken: what it changed."""
    detail = DETAILS[receipt.outcome].format(revision=receipt.revision)
    is_new = receipt.outcome is Outcome.CREATED
    content = {
        "outcome": receipt.outcome,
        "detail": detail + what_stays(receipt),
        "changed": list(receipt.changed),
        "order": order_document(receipt.order, receipt.revision),
    }
    answer = answered(content, 201 if is_new else 200)
    if is_new:
        answer.headers["Location"] = f"{request.root_path}{PREFIX}/orders/{receipt.order.number}"
    return answer
