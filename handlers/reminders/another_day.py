"""Another day: an order's person is reminded on a day that they choose or name."""

from datetime import date, timedelta

from bot.dispatch.context import Context
from bot.domain.orders import Order
from bot.errors import Refusal
from bot.language.answers import in_plain_form
from bot.language.calendar_words import weekdays_in
from bot.language.texts import _, all_texts
from bot.language.typed import folded, without_question_mark, word_by_word
from bot.reminders.reminder import Reminder
from bot.reminders.rules import AGAIN, NUDGE
from bot.reminders.standing import Standing
from bot.scheduling.planner import standing_of
from bot.wizard.choosing import negations
from cards.notice import notice
from cards.nudge import away
from handlers.chat import own_orders
from handlers.reminders import reminding

WEEK = 7
# The longest line is open for a month.
MOST_DAYS = 31


def put_off_until_named(ctx: Context, order: Order) -> bool:
    """Remind again on the one day that somebody names in their own words; return whether there is such a day."""
    standing = standing_of(ctx.uow, order, ctx.now, ctx.policy.timing)
    day = day_named(ctx.words, standing.today)
    if day is None or standing.for_person(day) >= standing.closes_at:
        return False
    remind_on(ctx, standing_to_put_off(ctx, order.number), day)
    return True


def remind_on(ctx: Context, standing: Standing, day: date) -> None:
    """Remind again on a day, and not before."""
    order = standing.order
    moment = standing.for_person(day)
    ctx.uow.reminders.snooze(order.number, moment, rules=(NUDGE.name, AGAIN.name))
    ctx.uow.reminders.plan(Reminder(order.number, AGAIN.name, AGAIN.occurrence(standing, str(day)), moment))
    ctx.audit("put_off", order.number, until=str(day))
    sentence = _("I will remind you of order {order} on {day}. Type setup to go on before that.")
    ctx.reply_here(notice(ctx.t, sentence, order=order.number, day=ctx.t.day(day)))


def day_named(words: str, today: date) -> date | None:
    """Return the day that words name, as in *Thursday* and *in 3 days*; None where it is none, or several."""
    words = without_question_mark(words)
    said = f" {in_plain_form(words)} "
    named = {(weekday - today.weekday() - 1) % WEEK + 1 for weekday in weekdays_in(words)}
    named |= {n for n in range(1, MOST_DAYS) if any(f" {in_plain_form(away(n, t))} " in said for t in all_texts())}
    is_clear = len(named) == 1 and negations().isdisjoint(word_by_word(folded(words)).split())
    return today + timedelta(days=named.pop()) if is_clear else None


def standing_to_put_off(ctx: Context, number: str) -> Standing:
    """Return how an order stands whose reminders can be put off."""
    order = order_to_put_off(ctx, number)
    standing = standing_of(ctx.uow, order, ctx.now, ctx.policy.timing)
    if not standing.wants_reminders:
        raise Refusal(_("You get no reminders at the moment. Type reminders to be reminded again."))
    if not reminding.days_to_put_off(standing):
        sentence = _("The line of order {order} closes before tomorrow; there is no later reminder.")
        raise Refusal(sentence, order=order.number)
    return standing


def order_to_put_off(ctx: Context, number: str) -> Order:
    """Return an order of this person whose reminders can be put off."""
    order = ctx.uow.orders.get(number)
    if order is None or ctx.person.email not in order.people or order.state.is_over:
        raise Refusal(own_orders.NOT_YOURS, order=number[:40])
    return order
