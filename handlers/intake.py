"""Intake: what follows when an order comes in or changes: reminders are planned anew, and who is mid-way is told."""

from bot.context import Context
from bot.orders import Order, OrderState
from bot.outgoing import Address, Lane
from bot.reminders.rules import RULES, planned
from bot.texts import _
from cards.notice import notice, notice_card
from handlers import escalating, handover
from handlers.coming_in import OVER

CANCELLED = _("Order {order} was cancelled. There is nothing left to do, and you will hear no more of it from me.")


def order_changed(ctx: Context, before: Order | None, after: Order) -> None:
    """Let reminders, people and open cards follow an order that a file or an admin has changed."""
    plan_reminders(ctx, after)
    ctx.audit("order_imported" if before is None else "order_changed", after.number)
    if before is not None and after.state.is_over and not before.state.is_over:
        end(ctx, before, after)


def plan_reminders(ctx: Context, order: Order) -> None:
    """Promise what the rules call for now, and take back what they no longer do."""
    wanted = planned(order, ctx.policy.timing)
    for rule in RULES:
        mine = next((each for each in wanted if each.rule == rule), None)
        ctx.uow.reminders.withdraw(order.number, rules=(rule,), except_occurrence=mine.occurrence if mine else None)
        if mine is not None:
            ctx.uow.reminders.plan(mine)


def end(ctx: Context, before: Order, order: Order) -> None:
    """Stop everything that was under way for an order; whoever has begun or was invited is told."""
    ctx.uow.outbox.withdraw(order=order.number, lane=Lane.REMINDER)
    escalating.close(ctx, order, str(order.state))
    for email in {order.holder, order.nominee} - {""}:
        t = ctx.texts_of(email, order)
        handover.drop_live(ctx, order, email, notice_card(t, t(OVER[order.state], order=order.number), []))
        if before.state is not OrderState.SCHEDULED and order.state is OrderState.CANCELLED:
            message = notice(t, CANCELLED, order=order.number)
            ctx.send(Address(email=email), message, order=order.number)
