"""Nudging: a representative reminds the contact of an order now, and the card offers it again an hour later."""

from bot.dispatch.context import Context
from bot.dispatch.following import holds_still
from bot.dispatch.routing import Router
from bot.domain.actions import Action
from bot.domain.correspondence import PassedKind
from bot.domain.internal_events import ReminderDue
from bot.domain.people import Role
from bot.language.texts import _
from bot.reminders.rules import NUDGEABLE
from bot.scheduling.planner import NUDGED, standing_of
from handlers.escalations import card, files, passing_on
from handlers.escalations.whether_to_nudge import why_not
from handlers.escalations.who_may_act import order_for_rep
from handlers.reminders import reminding

router = Router()

NUDGES = _("{person} nudges the contact of order {order}: {contact}")


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
    standing = standing_of(ctx.uow, order, ctx.now, ctx.policy.timing)
    refusal = why_not(standing)
    if refusal:
        raise refusal
    entry = reminding.remind(ctx, standing, rep=ctx.person.called, words=words)
    passing_on.keep(ctx, order, words)
    kind = PassedKind.REPLY if words else PassedKind.CARD
    passing_on.promise(ctx, order, kind, standing.person, entry)
    files.to_person(ctx, order, standing.person)
    escalation = ctx.uow.escalations.get(order.number)
    if escalation is not None:
        card.change(ctx, order, escalation, NUDGED, NUDGES, contact=standing.person)
    else:
        ctx.audit(NUDGED, order.number)
        card.say(ctx, order, NUDGES, contact=standing.person)


@router.reminder(NUDGEABLE.name)
def nudgeable_again(ctx: Context, event: ReminderDue) -> None:
    """Let the card of an open escalation offer a nudge again."""
    standing = holds_still(ctx, event)
    if standing is not None and standing.escalation is not None:
        card.redraw(ctx, standing.order, standing.escalation)
