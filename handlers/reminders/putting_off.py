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
from cards.words import said
from handlers.chat import own_orders
from handlers.reminders import another_day, reminding

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
    if not named and not any(map(str.isdecimal, number)):
        put_off_by_words(ctx, own_orders.current_order(ctx))
        return
    for order in named or [another_day.order_to_put_off(ctx, number)]:
        put_off(ctx, order.number, "")


def ask_which(ctx: Context, orders: Sequence[Order]) -> None:
    """Ask the reminders of which order are to be put off."""
    t, word = ctx.t, usual_word("later", ctx.t)
    lines = [f"{t.isolate(f'{word} {order.number}')} – {t.isolate(said(order.customer_name))}" for order in orders]
    every = next(iter(words_for("answers", "all", t.language)))
    last = t(_("{words} – all of them"), words=f"{word} {every}")
    ctx.reply_here(
        Message("\n".join([t(_("Which order should wait until tomorrow? Type one of these:")), *lines, last]))
    )


def put_off(ctx: Context, number: str, until: str) -> None:
    """Remind again on the day that was chosen, and not before; never once the line has closed."""
    standing = another_day.standing_to_put_off(ctx, number)
    days = reminding.days_to_put_off(standing)
    another_day.remind_on(ctx, standing, chosen_day(days, until, ctx.t))


def put_off_by_words(ctx: Context, order: Order) -> None:
    """Remind again on the day that follows the command; say which days there are where it is none of them."""
    if not another_day.put_off_until_named(ctx, order):
        raise days_to_choose(reminding.days_to_put_off(another_day.standing_to_put_off(ctx, order.number)), ctx.t)


def chosen_day(days: Mapping[int, date], until: str, t: Texts) -> date:
    """Return the day that was chosen, counted from today, if it can be; the first one when none was.

    Cards that were sent before named the date itself: one that has come by now stands for the first day.
    """
    first = min(days)
    if not until or is_past(until, days[first]):
        return days[first]
    for count, day in days.items():
        if until in (str(count), day.isoformat()):
            return day
    raise days_to_choose(days, t)


def days_to_choose(days: Mapping[int, date], t: Texts) -> Refusal:
    """Return what is said to somebody who chose a day that cannot be."""
    return Refusal(
        _("Please choose one of the days: {days}."), days=t.listing((t.day(day) for day in days.values()), "or")
    )


def is_past(until: str, first: date) -> bool:
    """Return whether a date that was chosen is before the first day that can be."""
    try:
        return date.fromisoformat(until) < first
    except ValueError:
        return False
