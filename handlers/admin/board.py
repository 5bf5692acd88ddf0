"""The board: what the representatives look at first in the morning."""

from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.people import Role
from bot.language.texts import _
from bot.operations.board import board_of
from bot.reminders.standing import Standing
from cards.board import board_card

router = Router()


@router.command(
    "/board", role=Role.ORDER_REP, help=_("Which orders need somebody: overdue, at risk, not claimed, with Cisco")
)
def board(ctx: Context) -> None:
    """Show counts and the orders nearest to closing, where it was asked: it names no people.

    Somebody who is named on orders as their representative, but is in no rep space, sees only those.
    """
    rep = None if Role.REP in ctx.roles else ctx.person.email
    escalations = {each.order: each for each in ctx.uow.escalations.open_ones()}
    orders = ctx.uow.orders.under_way(escalations, rep)
    found = board_of(
        Standing(order, ctx.policy.timing, ctx.now, escalation=escalations.get(order.number)) for order in orders
    )
    is_paused = ctx.uow.pauses.current() is not None
    ctx.reply_among_reps(board_card(found, ctx.t, now=ctx.now, default_zone=ctx.policy.zone, is_paused=is_paused))
