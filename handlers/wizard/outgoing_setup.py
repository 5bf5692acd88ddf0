"""The finished setup on its way out: to the partner's own system, in the transaction in which it was finished."""

from bot.dispatch.context import Context
from bot.domain.orders import Order
from bot.services.setup_event import FinishedSetup, order_cancelled, setup_finished
from bot.wizard.engine import Progress
from handlers.chat import steps


def owe_setup(ctx: Context, order: Order, progress: Progress) -> None:
    """Owe the partner's own system the finished setup; one that was never tried is replaced."""
    situation = steps.situation_of(ctx, order, progress.person)
    revision = ctx.uow.revisions.get(order.number)
    setup = FinishedSetup(
        order,
        revision.number if revision else None,
        ctx.wizard.path(progress, situation),
        situation.directory,
        ctx.texts_of(progress.person, order).language,
        ctx.policy.public_url,
    )
    ctx.uow.partner_events.withdraw_unsent(order.number, ctx.now)
    ctx.uow.partner_events.add(setup_finished(setup, ctx.now), ctx.now)


def owe_cancellation(ctx: Context, order: Order) -> None:
    """Tell the partner's own system that an order was cancelled, if it may know of it."""
    ctx.uow.partner_events.withdraw_unsent(order.number, ctx.now)
    if ctx.uow.partner_events.latest(order.number) is not None:
        ctx.uow.partner_events.add(order_cancelled(order.number, ctx.now), ctx.now)
