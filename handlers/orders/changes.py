"""Intake: what follows when an order comes in or changes: reminders are planned anew, and who is mid-way is told."""

from bot.dispatch.context import Context
from bot.domain.escalations import Reason
from bot.domain.orders import Order, OrderState
from bot.domain.outgoing import Address, Lane
from bot.language.texts import _
from bot.scheduling.planner import follow
from cards.notice import notice, notice_card
from handlers.chat import live_card
from handlers.escalations import card, moving, opening
from handlers.orders.rescheduling import moved
from handlers.reminders import closed_lines
from handlers.wizard.way_in import OVER

CANCELLED = _("Order {order} was cancelled. There is nothing left to do, and you will hear no more of it from me.")


def order_changed(ctx: Context, before: Order | None, after: Order) -> None:
    """Let reminders, people and open cards follow an order that a file or an admin has changed."""
    ctx.audit("order_imported" if before is None else "order_changed", after.number)
    if before is not None:
        withdraw_outdated(ctx, before, after)
        after = with_new_date(ctx, before, after)
        let_former_go(ctx, before, after)
        moving.follow_rep(ctx, before, after)
        if after.state.is_over and not before.state.is_over:
            end(ctx, before, after)
    plan_reminders(ctx, after)


def plan_reminders(ctx: Context, order: Order) -> None:
    """Promise what the rules call for now, and take back what they no longer do."""
    follow(ctx.uow, order, ctx.now, ctx.policy.timing)


def withdraw_outdated(ctx: Context, before: Order, after: Order) -> None:
    """Take back reminders that were made for another date or person and have not gone out yet."""
    if (before.start_date, before.holder) != (after.start_date, after.holder):
        ctx.uow.outbox.withdraw(order=after.number, lane=Lane.REMINDER)


def with_new_date(ctx: Context, before: Order, after: Order) -> Order:
    """Let an order wait for its new start date, if it got one and is not over for good."""
    if before.start_date == after.start_date or (after.state.is_over and after.state is not OrderState.CLOSED):
        return after
    after = moved(ctx, after)
    ctx.uow.orders.save(after)
    return after


def let_former_go(ctx: Context, before: Order, after: Order) -> None:
    """Take the card of a contact away who was replaced; that they could not be reached is nobody's task any more."""
    if before.holder == after.holder:
        return
    t = ctx.texts_of(before.holder, before)
    gone = notice_card(t, t(_("Order {order} is not with you."), order=before.number), [])
    live_card.drop_live(ctx, before, before.holder, gone)
    escalation = ctx.uow.escalations.get(after.number)
    if escalation is not None and escalation.reason == Reason.UNDELIVERABLE:
        t = card.rep_texts(ctx)
        opening.close(ctx, after, t(_("The contact is now {person}."), person=after.holder))


def has_heard(ctx: Context, order: Order, email: str) -> bool:
    """Return whether somebody knows of an order from us: what still waits to be sent is taken back unread."""
    if order.begun_at is not None and email == order.holder:
        return True
    return (
        order.invited_at is not None and ctx.uow.outbox.last_reached(order.number, email, order.invited_at) is not None
    )


def end(ctx: Context, before: Order, order: Order) -> None:
    """Stop everything that was under way for an order; whoever has heard of it is told."""
    if order.state is OrderState.CLOSED:
        closed_lines.tell_of_closing(ctx, order)
        return
    opening.close(ctx, order, str(order.state))
    for email in {order.holder, order.nominee} - {""}:
        t = ctx.texts_of(email, order)
        live_card.drop_live(ctx, order, email, notice_card(t, t(OVER[order.state], order=order.number), []))
        if order.state is OrderState.CANCELLED and has_heard(ctx, before, email):
            message = notice(t, CANCELLED, order=order.number)
            ctx.send_to(Address(email=email), message, order=order.number)
