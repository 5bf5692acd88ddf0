"""Following: after a handler has changed an order, its reminders are planned anew in the same transaction."""

from collections.abc import Callable

from bot.dispatch.context import Context
from bot.domain.events import CardSubmitted, MessagePosted
from bot.domain.internal_events import ReminderDue
from bot.domain.orders import Order
from bot.domain.outgoing import Address, Lane
from bot.reminders.reminder import Reminder
from bot.reminders.rules import RULES
from bot.reminders.standing import Standing
from bot.scheduling.planner import follow, standing_of


def let_reminders_follow(ctx: Context, rest: Callable[[Context], None]) -> None:
    """Middleware: plan the reminders of each order that the handler has changed."""
    rest(ctx)
    for number in sorted(ctx.uow.touched):
        order = ctx.uow.orders.get(number)
        if order is not None:
            follow(ctx.uow, order, ctx.now, ctx.policy.timing)
            spare_the_active(ctx, order)


def spare_the_active(ctx: Context, order: Order) -> None:
    """Withdraw unsent reminders to the person of an order who is active right now, save the first they hear of it."""
    is_active = isinstance(ctx.event, CardSubmitted | MessagePosted) and ctx.person.email == order.holder
    if is_active and ctx.uow.outbox.owes_reminders(order.number) and has_heard(ctx, order, order.holder):
        ctx.uow.withdrawals.posts(order=order.number, address=Address(email=order.holder), lane=Lane.REMINDER)


def has_heard(ctx: Context, order: Order, email: str) -> bool:
    """Return whether somebody has heard of an order from us; what still waits to be sent does not count."""
    if order.begun_at is not None and email == order.holder:
        return True
    return (
        order.invited_at is not None and ctx.uow.posted.last_reached(order.number, email, order.invited_at) is not None
    )


def holds_still(ctx: Context, event: ReminderDue) -> Standing | None:
    """Return how the order of a reminder stands; None where the reminder is no longer to be sent."""
    order = ctx.uow.orders.get(event.order)
    if order is None:
        return None
    standing = standing_of(ctx.uow, order, ctx.now, ctx.policy.timing)
    reminder = Reminder(event.order, event.rule, event.occurrence, event.due_at)
    return standing if RULES[event.rule].holds(standing, reminder) else None
