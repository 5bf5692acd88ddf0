"""Ending: an order is provisioned, by somebody's word or by evidence, and nothing is left to do."""

from bot.dispatch.context import Context
from bot.domain.orders import Order, OrderState
from handlers.chat import live_card
from handlers.escalations import opening
from handlers.wizard import services


def end_as_provisioned(ctx: Context, order: Order, resolution: str) -> Order:
    """End an order whose provisioning was told of or seen: what said so is on the audit log already.

    `resolution` is the marked sentence with which an open escalation of it is closed.
    """
    order = live_card.with_state(ctx, order, OrderState.PROVISIONED, provisioned_at=ctx.now)
    progress = live_card.progress_of(ctx, order, order.holder)
    services.keep_settings(ctx, order, progress)
    ctx.uow.reminders.withdraw(order.number)
    opening.close(ctx, order, resolution)
    live_card.show_step(ctx, order, progress)
    return order
