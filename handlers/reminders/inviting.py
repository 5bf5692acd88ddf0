"""Inviting: the order's person gets the Set Up Now card, and the closing clock starts."""

from dataclasses import replace

from bot.dispatch.context import Context
from bot.domain.orders import Order, OrderState
from bot.domain.outgoing import Lane
from bot.reminders.rules import INVITE
from bot.reminders.why import why
from bot.scheduling.planner import standing_of
from handlers.wizard import way_in


def invite(ctx: Context, order: Order, *, late: bool = False, lane: Lane = Lane.REMINDER) -> int:
    """Owe the Set Up Now card to the order's person, and return its entry; the first time, the closing clock starts.

    People who want no reminders get it, too: without it they would never hear of the order.
    """
    order = invited(ctx, order)
    standing = standing_of(ctx.uow, order, ctx.now, ctx.policy.timing)
    progress = ctx.uow.progress.get(order.number, order.holder)
    return way_in.put_start(
        ctx,
        order,
        order.holder,
        progress,
        late=late,
        first_contact=True,
        lane=lane,
        why=why(standing, INVITE, ctx.texts_of(order.holder, order)),
    )


def invited(ctx: Context, order: Order) -> Order:
    """Note that the order's person is invited; that starts the closing clock, once."""
    if order.invited_at is not None:
        return order
    order = replace(order, state=OrderState.INVITED, invited_at=ctx.now)
    ctx.uow.orders.save(order)
    ctx.uow.audit.add(ctx.now, "", "invited", order=order.number)
    return order
