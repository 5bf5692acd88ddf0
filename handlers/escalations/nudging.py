"""Nudging: a representative reminds the contact of an order now."""

from datetime import timedelta

from bot.clock import is_within
from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.actions import Action
from bot.domain.correspondence import PassedKind
from bot.domain.orders import Order, OrderState
from bot.domain.people import Role
from bot.errors import Refusal
from bot.language.texts import _
from bot.scheduling.planner import standing_of
from handlers.chat.lookup import refuse_cancelled
from handlers.escalations import card, files, passing_on
from handlers.escalations.who_may_act import order_for_rep
from handlers.reminders import reminding

router = Router()

NUDGE_AGAIN_AFTER = timedelta(hours=1)


@router.action("nudge")
def nudge_pressed(ctx: Context, action: Action) -> None:
    """Nudge the contact of the order of the card."""
    nudge(ctx, action.order)


@router.command(
    "/nudge",
    usage=_("/nudge N [words]"),
    arguments=r"(?P<number>\S+)(?: (?P<words>.+))?",
    role=Role.ORDER_REP,
    help=_("Nudge the contact of an order now, with your own words if you like"),
)
def nudge(ctx: Context, number: str, words: str = "") -> None:
    """Remind the person whose turn it is, at most once an hour."""
    order = order_for_rep(ctx, number)
    refuse_cancelled(order)
    if order.state.is_over:
        raise Refusal(_("There is no open order {order}."), order=number[:40])
    refuse_nudging(ctx, order)
    standing = standing_of(ctx.uow, order, ctx.now, ctx.policy.timing)
    if not standing.wants_reminders:
        sentence = _("{person} wants no more reminders. Please call, or answer them with /reply.")
        raise Refusal(sentence, person=standing.person)
    entry = reminding.remind(ctx, standing, rep=ctx.person.called, words=words)
    passing_on.keep(ctx, order, words)
    kind = PassedKind.REPLY if words else PassedKind.CARD
    passing_on.promise(ctx, order, kind, standing.person, entry)
    files.to_person(ctx, order, standing.person)
    ctx.audit("nudge", number)
    card.say(ctx, order, _("{person} nudges the contact of order {order}: {contact}"), contact=standing.person)


def refuse_nudging(ctx: Context, order: Order) -> None:
    """Refuse where it is not the contact's turn, or where they were nudged within the hour."""
    if order.state is OrderState.SCHEDULED:
        sentence = _("The contact of order {order} is not invited yet: its start date is {day}.")
        raise Refusal(sentence, order=order.number, day=ctx.t.day(order.start_date))
    if order.state is OrderState.STOPPED:
        sentence = _("Order {order} waits for Cisco, not for its contact: /return gives it back.")
        raise Refusal(sentence, order=order.number)
    last = ctx.uow.audit.last_of(order.number, ("nudge",))
    if last is not None and is_within(NUDGE_AGAIN_AFTER, last, ctx.now):
        minutes = int((last + NUDGE_AGAIN_AFTER - ctx.now).total_seconds() // 60) + 1
        raise Refusal(_("The contact was nudged within the last hour. Again in {minutes} minutes."), minutes=minutes)
