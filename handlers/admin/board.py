"""The board: what the representatives look at first in the morning."""

from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.people import Role
from bot.language.texts import _
from bot.operations.board import board_of
from bot.scheduling.planner import standing_of
from cards.board import board_card

router = Router()


@router.command(
    "/board", role=Role.ORDER_REP, help=_("Which orders need somebody: overdue, at risk, not claimed, with Cisco")
)
def board(ctx: Context) -> None:
    """Show counts and the orders nearest to closing, where it was asked: it names no people.

    Who is named on orders as their representative, and is in no rep space, sees those.
    """
    everything = ctx.uow.orders.all() if Role.REP in ctx.roles else ctx.uow.orders.of_rep(ctx.person.email)
    orders = [order for order in everything if not order.state.is_over]
    escalated = {each.order for each in ctx.uow.escalations.open_ones()}
    due = [order for order in orders if order.invited_at or order.number in escalated]
    found = board_of(standing_of(ctx.uow, order, ctx.now, ctx.policy.timing) for order in due)
    is_paused = ctx.uow.pauses.current() is not None
    ctx.reply_among_reps(board_card(found, ctx.t, now=ctx.now, default_zone=ctx.policy.zone, is_paused=is_paused))
