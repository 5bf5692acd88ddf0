"""Catching up: after an outage in which Webex could not reach us, whoever is mid-way gets their card again.

There is one message per order: a reminder that is due anyway leads to the same step. Nobody is woken for it.
"""

from datetime import timedelta

from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.internal_events import OutageEnded
from bot.domain.orders import Order
from bot.language.texts import _
from bot.reminders.calendar import is_quiet
from bot.reminders.reminder import ReminderStatus
from bot.reminders.rule import Audience
from bot.reminders.rules import RULES
from bot.scheduling.planner import standing_of
from cards.step import Feedback
from handlers.chat import live_card, own_orders, steps

router = Router()

AT_IT = timedelta(hours=1)
AWAY = _(
    "Sorry, I could not be reached for a while. If you pressed a button meanwhile, I may have missed it: please press "
    "it again here."
)


@router.event(OutageEnded)
def show_again(ctx: Context, event: OutageEnded) -> None:
    """Show each card that was open during the outage once more, and say that a press may be lost."""
    for order in own_orders.open_orders(ctx):
        shown = ctx.uow.live_cards.get(live_card.wizard_key(order, ctx.person.email))
        entry = ctx.uow.outbox.get(shown) if shown is not None else None
        if entry is None or entry.due_at >= event.until or not steps.is_being_answered(ctx, order):
            continue
        if is_reminded_anyway(ctx, order, event) or is_asleep(ctx, order):
            continue
        steps.show(ctx, order, steps.progress_of(ctx, order, ctx.person.email), Feedback(note=ctx.t(AWAY)))


def is_reminded_anyway(ctx: Context, order: Order, event: OutageEnded) -> bool:
    """Return whether a reminder of this order is due for the person now, or went out since the outage."""
    for each in ctx.uow.reminders.of_order(order.number):
        is_due = each.status is ReminderStatus.SCHEDULED and each.due_at <= ctx.now
        is_out = each.fired_at is not None and each.fired_at >= event.until
        if (is_due or is_out) and RULES[each.rule].audience in {Audience.PERSON, Audience.BOTH}:
            return True
    return False


def is_asleep(ctx: Context, order: Order) -> bool:
    """Return whether it is night where the person is, and they have done nothing within the hour."""
    standing = standing_of(ctx.uow, order, ctx.now, ctx.policy.timing)
    last = standing.last_answer
    return is_quiet(ctx.now, standing.persons_zone) and (last is None or ctx.now - last > AT_IT)
