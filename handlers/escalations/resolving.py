"""Resolving: what an escalation was called for is done."""

from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.actions import Action
from bot.domain.people import Role
from bot.language.texts import _
from handlers.escalations import card, opening
from handlers.escalations.who_may_act import escalated, leave_to_owner
from handlers.wizard import flags

router = Router()


@router.action("resolve")
def resolve_pressed(ctx: Context, action: Action) -> None:
    """Resolve the escalation of the card."""
    resolve(ctx, action.order)


@router.command(
    "/resolve", usage="/resolve N", arguments=r"(?P<number>\S+)", role=Role.ORDER_REP, help=_("Resolve an escalation")
)
def resolve(ctx: Context, number: str) -> None:
    """Resolve an escalation, since what it was opened for is done."""
    order, escalation = escalated(ctx, number)
    leave_to_owner(ctx, escalation)
    card.say(ctx, order, _("{person} has resolved the escalation of order {order}."))
    opening.close(ctx, order, _("Resolved by {person}."))
    ctx.audit("resolve", number)
    flags.seen_to(ctx, order)
