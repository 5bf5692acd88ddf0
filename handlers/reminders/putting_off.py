"""Putting off: somebody wants to be reminded on another day."""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.dispatch.commands import usual_word
from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.actions import Action
from bot.domain.orders import Order
from bot.domain.outgoing import Message
from bot.errors import Refusal
from bot.language.folders import words_for, words_in_all
from bot.language.texts import Texts, _
from bot.language.typed import folded
from bot.reminders.reminder import Reminder
from bot.reminders.rules import AGAIN, NUDGE
from bot.scheduling.planner import standing_of
from cards.notice import notice
from cards.words import said
from handlers.chat import own_orders
from handlers.reminders import reminding

router = Router()

ALL = {folded(word) for word in words_in_all("answers", "all")}


@router.action("snooze_mine", by=frozenset({"no"}))
def snooze_pressed(ctx: Context, action: Action) -> None:
    """Remind the person on the day that they chose on the card."""
    put_off(ctx, action.order, ctx.inputs.get("until", ""))


@router.command(
    "later",
    usage=_("later [N]"),
    arguments=r"(?P<number>\S*)",
    help=_("Put reminders off until tomorrow"),
)
def later(ctx: Context, number: str = "") -> None:
    """Put off the reminders of the order named, or of all; with several and none named, ask which."""
    mine = own_orders.open_orders(ctx)
    if not mine:
        raise Refusal(own_orders.NOTHING_OPEN)
    if not number and len(mine) > 1:
        ask_which(ctx, mine)
        return
    named = mine if not number or folded(number) in ALL else [order for order in mine if order.number == number]
    for order in named or [order_to_put_off(ctx, number)]:
        put_off(ctx, order.number, "")


def ask_which(ctx: Context, orders: Sequence[Order]) -> None:
    """Ask the reminders of which order are to be put off."""
    t, word = ctx.t, usual_word("later", ctx.t)
    lines = [f"{t.isolate(f'{word} {order.number}')} – {t.isolate(said(order.customer_name))}" for order in orders]
    every = next(iter(words_for("answers", "all", t.language)))
    last = t(_("{words} – all of them"), words=f"{word} {every}")
    ctx.reply_here(
        Message("\n".join([t(_("Which order shall wait until tomorrow? Type one of these:")), *lines, last]))
    )


def put_off(ctx: Context, number: str, until: str) -> None:
    """Remind again on another day, and not before; never once the line has closed."""
    order = order_to_put_off(ctx, number)
    standing = standing_of(ctx.uow, order, ctx.now, ctx.policy.timing)
    if not standing.wants_reminders:
        raise Refusal(_("You get no reminders at the moment. Type reminders to be reminded again."))
    days = reminding.days_to_put_off(standing)
    if not days:
        sentence = _("The line of order {order} closes before tomorrow; there is no later reminder.")
        raise Refusal(sentence, order=order.number)
    day = chosen_day(days, until, ctx.t)
    moment = standing.for_person(day)
    ctx.uow.reminders.snooze(order.number, moment, rules=(NUDGE.name, AGAIN.name))
    ctx.uow.reminders.plan(Reminder(order.number, AGAIN.name, AGAIN.occurrence(standing, str(day)), moment))
    ctx.audit("put_off", order.number, until=str(day))
    sentence = _("I will remind you of order {order} on {day}. Type setup to go on before that.")
    ctx.reply_here(notice(ctx.t, sentence, order=order.number, day=ctx.t.day(day)))


def order_to_put_off(ctx: Context, number: str) -> Order:
    """Return an order of this person whose reminders can be put off."""
    order = ctx.uow.orders.get(number)
    if order is None or ctx.person.email not in order.people or order.state.is_over:
        raise Refusal(own_orders.NOT_YOURS, order=number[:40])
    return order


def chosen_day(days: Mapping[int, date], until: str, t: Texts) -> date:
    """Return the day that was chosen, counted from today, if it can be; the first one when none was.

    Cards that were sent before named the date itself: one that has come by now stands for the first day.
    """
    first = min(days)
    if not until or is_past(until, days[first]):
        return days[first]
    for away, day in days.items():
        if until in (str(away), day.isoformat()):
            return day
    raise Refusal(
        _("Please choose one of the days: {days}."), days=t.listing((t.day(day) for day in days.values()), "or")
    )


def is_past(until: str, first: date) -> bool:
    """Return whether a date that was chosen is before the first day that can be."""
    try:
        return date.fromisoformat(until) < first
    except ValueError:
        return False
