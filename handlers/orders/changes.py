"""Changes: the one way by which an order comes in or changes; it is saved, and what follows is done here."""

from bot.dispatch.context import Context
from bot.dispatch.following import has_heard
from bot.domain.escalations import Reason
from bot.domain.orders import STATE_NAMES, Order, OrderState
from bot.domain.outgoing import Address
from bot.domain.people import is_erased
from bot.errors import Refusal
from bot.language.texts import _
from bot.reminders.rules import title_of
from bot.scheduling.planner import follow, follow_new
from cards.notice import notice, notice_card
from handlers.chat import live_card
from handlers.escalations import moving, opening
from handlers.orders.rescheduling import moved
from handlers.reminders import closed_lines
from handlers.wizard.outgoing_setup import owe_cancellation
from handlers.wizard.way_in import OVER

CANCELLED = _("Order {order} was cancelled. There is nothing left to do, and you will hear no more of it from me.")


def order_changed(ctx: Context, before: Order | None, after: Order, verb: str = "", **detail: str) -> None:
    """Save an order as it is now, and let its reminders, its people, their cards and the representatives follow.

    `before` is None for a new order. `verb` is what the audit log calls the change, with `detail`; what a file or
    another system says needs none.
    """
    if before is not None and waits_for_another_day(before, after):
        after = moved(ctx, after)
    ctx.uow.orders.save(after)
    ctx.audit(verb or ("order_imported" if before is None else "order_changed"), after.number, **detail)
    if before is None:
        follow_new(ctx.uow, after, ctx.now, ctx.policy.timing)
        # The end of the turn need not plan it a second time.
        ctx.uow.touched.discard(after.number)
        return
    let_people_follow(ctx, before, after)
    follow(ctx.uow, after, ctx.now, ctx.policy.timing)


def waits_for_another_day(before: Order, after: Order) -> bool:
    """Return whether an order has another start date and is not over for good: a line that had closed opens again."""
    had_closed = before.state is OrderState.CLOSED and after.state is OrderState.CLOSED
    return before.start_date != after.start_date and (had_closed or not after.state.is_over)


def let_people_follow(ctx: Context, before: Order, after: Order) -> None:
    """Tell the people of an order what has changed for them, and take away what no longer holds."""
    withdraw_outdated(ctx, before, after)
    let_former_go(ctx, before, after)
    moving.follow_rep(ctx, before, after)
    if after.state.is_over and not before.state.is_over:
        end(ctx, before, after)


def what_follows(ctx: Context, order: Order) -> str:
    """Say what an order is promised next."""
    pending = ctx.uow.reminders.pending(order.number)
    if not pending:
        return ctx.t(_("nothing"))
    rule = ctx.t(title_of(pending[0].rule))
    return ctx.t.side_by_side((rule, ctx.t.moment(pending[0].due_at, order.tz(ctx.policy.zone))))


def withdraw_outdated(ctx: Context, before: Order, after: Order) -> None:
    """Take back reminders that were made for another date and have not gone out yet.

    Those to somebody who has the order no longer are taken back with what follows from any change.
    """
    if before.start_date != after.start_date:
        ctx.uow.withdrawals.reminders_to_others(after.number, ())


def let_former_go(ctx: Context, before: Order, after: Order) -> None:
    """Take the card and the answers away from people who no longer have a part in the order.

    It is nobody's task any more that a contact who was replaced could not be reached.
    """
    for former in before.people - after.people:
        live_card.drop(ctx, before, former)
        if is_erased(former) and after.holder:
            # Nobody else could answer again what was confirmed for good.
            ctx.uow.progress.carry(before.number, former, after.holder)
        ctx.uow.progress.drop(before.number, former)
    if before.holder != after.holder and opening.is_called_for(ctx, after, Reason.UNDELIVERABLE):
        close_for_new_contact(ctx, after)


def refuse_late_contact(order: Order) -> None:
    """Refuse another contact once customer and partner are confirmed, unless the one there was is erased."""
    if not is_erased(order.holder) and not order.state.is_before_mapping:
        raise Refusal(_("The contact can no longer be changed: customer and partner are confirmed."))


def close_for_new_contact(ctx: Context, order: Order) -> None:
    """Close the open escalation of an order, which called for another contact."""
    opening.close(ctx, order, _("The contact is now {person}."), person=order.contact)


def end(ctx: Context, before: Order, order: Order) -> None:
    """Stop everything that was under way for an order; whoever has heard of the order is told."""
    if order.state is OrderState.CLOSED:
        closed_lines.tell_of_closing(ctx, order)
        return
    opening.close(ctx, order, STATE_NAMES[order.state])
    if order.state is OrderState.CANCELLED:
        owe_cancellation(ctx, order)
    for email in order.people:
        t = ctx.texts_of(email, order)
        live_card.drop(ctx, order, email, notice_card(t, OVER[order.state], order=order.number))
        if order.state is OrderState.CANCELLED and has_heard(ctx, before, email):
            message = notice(t, CANCELLED, order=order.number)
            ctx.send_to(Address(email=email), message, order=order.number)
