"""The partner's own system: what it says about a finished setup is shown to the order's person, and followed."""

from dataclasses import replace
from functools import partial

from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.internal_events import SetupUndelivered, SystemAnswered, SystemUnclear
from bot.domain.orders import STATE_NAMES, Order, OrderState
from bot.domain.provisioning import Evidence, RefusalCode, SystemAnswer, Verdict
from bot.errors import InvalidAnswer
from bot.language.texts import Texts, _
from bot.services.answers import LONGEST_REASON
from cards.step import Feedback
from cards.words import said
from handlers.chat import steps
from handlers.chat.admins import tell_admins
from handlers.escalations import card
from handlers.wizard import ending

router = Router()

REFUSALS = {
    RefusalCode.NOT_AVAILABLE: _("The provisioning system says that this is not available. Please choose another one."),
    RefusalCode.NOT_VALID: _("The provisioning system does not take this answer. Please correct it."),
    RefusalCode.NOT_FOUND: _("The provisioning system does not find this. Please correct it."),
    RefusalCode.NOT_ALLOWED: _("The provisioning system may not do this. Please choose something else, or type rep."),
    RefusalCode.OTHER: _("The provisioning system did not take your answers. Please look at them once more."),
}
IN_ITS_WORDS = _("{refusal} It says: “{reason}”")
REFUSED_TOO_LATE = _(
    "The partner's provisioning system refuses the setup of order {order}, which is {state} here: nothing was "
    "changed. {why}"
)
CONTRADICTED = _(
    "Your provisioning system answered “{verdict}” for order {order}. {why} Nothing was changed; /order {order} shows "
    "what is known."
)
AGAINST_WHAT_IS_KNOWN = _("That does not agree with what is known of it.")
WHY_NOT = {
    "not-handed-over": _("No finished setup of this order was ever sent there."),
    "superseded": _("That answers an event that is not the latest one of this order."),
    "cancelled": _("The order was cancelled meanwhile."),
}
UNCLEAR = _(
    "Your provisioning system took the setup of order {order}, but gave an answer that I do not know ({why}). The "
    "setup counts as received; I am waiting for an answer."
)
UNDELIVERED = _(
    "Your provisioning system did not take the setup of order {order} ({cause}), and I have stopped trying. Nothing is "
    "lost: /dlq retry {reference} sends it again, under the same id."
)


@router.event(SystemAnswered)
def answered(ctx: Context, event: SystemAnswered) -> None:
    """Do what follows from an answer of the partner's own system."""
    order = ctx.uow.orders.get(event.order)
    if order is None:
        return
    if event.conflict:
        ctx.audit("system_contradicts", order.number, outcome="refused", said=event.verdict, why=event.conflict)
        tell_admins(ctx, CONTRADICTED, order=order.number, verdict=event.verdict, why=partial(why_not, event.conflict))
    else:
        FOLLOWS[Verdict(event.verdict)](ctx, order, event.answer)


def why_not(conflict: str, t: Texts) -> str:
    """Say why an answer cannot be true."""
    return t(WHY_NOT.get(conflict, AGAINST_WHAT_IS_KNOWN))


def accepted(ctx: Context, order: Order, answer: SystemAnswer) -> None:
    """Keep it on the timeline; the card of the order says so when it is shown next."""
    ctx.audit("system_accepted", order.number)


def provisioned(ctx: Context, order: Order, answer: SystemAnswer) -> None:
    """End the order by the word of the partner's own system."""
    is_news = order.state is not OrderState.PROVISIONED
    ctx.audit(Evidence.SYSTEM_SAID, order.number)
    if is_news:
        ending.end_as_provisioned(ctx, order, _("The partner's provisioning system said that it is provisioned."))


def refused(ctx: Context, order: Order, answer: SystemAnswer) -> None:
    """Lead the person back to the step that a refusal is about, with the reason."""
    ctx.audit("system_refused", order.number, step=answer.step, code=answer.code)
    if order.state is not OrderState.READY_AT_CISCO:
        state = STATE_NAMES[order.state]
        card.say(ctx, order, REFUSED_TOO_LATE, state=lambda t: t(state), why=partial(why_refused, answer))
        return
    progress = steps.progress_of(ctx, order, order.holder)
    situation = steps.situation_of(ctx, order, order.holder)
    moved = steps.save(ctx, ctx.wizard.reopened(progress, situation, answer.step))
    is_mapping = "review" not in moved.sealed
    state, mapped_at = (OrderState.STARTED, None) if is_mapping else (OrderState.IN_SERVICE_SETUP, order.mapped_at)
    order = replace(order, state=state, mapped_at=mapped_at)
    ctx.uow.orders.save(order)
    steps.show(ctx, order, moved, Feedback(complaint=complaint_about(answer)))


def complaint_about(answer: SystemAnswer) -> InvalidAnswer:
    """Return a refusal as a complaint about an answer; the system's own words are shown as its own."""
    refusal = REFUSALS[answer.code]
    if not answer.reasons:
        return InvalidAnswer(refusal)
    return InvalidAnswer(IN_ITS_WORDS, refusal=lambda t: t(refusal), reason=partial(reason_of, answer))


def reason_of(answer: SystemAnswer, t: Texts) -> str:
    return said(answer.reason_in(t.language), LONGEST_REASON)


def why_refused(answer: SystemAnswer, t: Texts) -> str:
    """Say why a setup was refused."""
    complaint = complaint_about(answer)
    return t(complaint.text, **complaint.values)


FOLLOWS = {Verdict.ACCEPTED: accepted, Verdict.PROVISIONED: provisioned, Verdict.REFUSED: refused}


@router.event(SystemUnclear)
def unclear(ctx: Context, event: SystemUnclear) -> None:
    """Tell the admins, whose system it is; nothing follows from what nobody understands."""
    tell_admins(ctx, UNCLEAR, order=event.order, why=event.why)


@router.event(SetupUndelivered)
def undelivered(ctx: Context, event: SetupUndelivered) -> None:
    """Tell the admins, who can have it sent again; the person's card says that it has not arrived."""
    tell_admins(ctx, UNDELIVERED, order=event.order, cause=event.cause, reference=f"E{event.event}")
