"""Ending: an order is provisioned, by somebody's word or by evidence, and nothing is left to do."""

from dataclasses import replace

from bot.dispatch.context import Context
from bot.domain.orders import Order, OrderState
from handlers.chat import steps
from handlers.escalations import opening
from handlers.wizard import services


def end_as_provisioned(ctx: Context, order: Order, resolution: str) -> Order:
    """End an order whose provisioning was told of or seen: what said so is on the audit log already.

    `resolution` is the marked sentence with which an open escalation of it is closed.
    """
    order = replace(order, state=OrderState.PROVISIONED, provisioned_at=ctx.now)
    ctx.uow.orders.save(order)
    progress = steps.progress_of(ctx, order, order.holder)
    services.keep_settings(ctx, order, progress)
    ctx.uow.reminders.withdraw(order.number)
    opening.close(ctx, order, resolution)
    steps.show(ctx, order, progress)
    return order
