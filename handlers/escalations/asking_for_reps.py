"""Asking for the representatives: an admin has them look at an order, whatever the calendar says."""

from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.escalations import Reason
from bot.domain.people import Role
from bot.language.texts import _
from cards.notice import notice
from handlers.chat.lookup import existing, refuse_cancelled
from handlers.escalations import opening

router = Router()


@router.command(
    "/escalate",
    usage="/escalate N",
    arguments=r"(?P<number>\S+)",
    role=Role.ADMIN,
    help=_("Escalate an order to the representatives"),
)
def escalate(ctx: Context, number: str) -> None:
    """Call the reps for an order, whatever the calendar says."""
    order = existing(ctx, number)
    refuse_cancelled(order)
    opening.call_reps(ctx, order, Reason.ASKED_BY_ADMIN)
    ctx.reply_here(notice(ctx.t, _("Order {order} is escalated to the representatives."), order=number))
