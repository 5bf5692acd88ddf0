"""Putting off: somebody wants to be reminded on another day."""

from collections.abc import Sequence
from datetime import date

from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.actions import Action
from bot.domain.orders import Order
from bot.errors import Refusal
from bot.language.texts import _
from bot.reminders.reminder import Reminder
from bot.reminders.rules import AGAIN, NUDGE
from bot.scheduling.planner import standing_of
from cards.notice import notice
from handlers.reminders import reminding

router = Router()


@router.action("snooze_mine")
def snooze_pressed(ctx: Context, action: Action) -> None:
    """Remind the person on the day that they chose on the card."""
    put_off(ctx, action.order, ctx.inputs.get("until", ""))


@router.command("later", help=_("Put reminders off until tomorrow"))
def later(ctx: Context) -> None:
    """Put off the reminders of all the person's orders until tomorrow."""
    mine = [order for order in ctx.uow.orders.held_by(ctx.person.email) if not order.state.is_over]
    if not mine:
        raise Refusal(_("There is no order with you at the moment. When one is due, I will write to you."))
    for order in mine:
        put_off(ctx, order.number, "")


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
    day = chosen_day(days, until)
    moment = standing.for_person(day)
    ctx.uow.reminders.snooze(order.number, moment, rules=(NUDGE.name, AGAIN.name))
    ctx.uow.reminders.plan(Reminder(order.number, AGAIN.name, AGAIN.occurrence(standing, str(day)), moment))
    ctx.audit("put_off", order.number, until=str(day))
    sentence = _("I will remind you of order {order} on {day}. Type setup to go on before that.")
    ctx.reply_here(notice(ctx.t, sentence, order=order.number, day=ctx.t.day(day)))


def order_to_put_off(ctx: Context, number: str) -> Order:
    """Return an order of this person whose reminders can be put off."""
    order = ctx.uow.orders.get(number)
    if order is None or ctx.person.email not in {order.holder, order.nominee} or order.state.is_over:
        raise Refusal(_("I don't find order {order} among yours. Type orders to list them."), order=number[:40])
    return order


def chosen_day(days: Sequence[date], until: str) -> date:
    """Return the day that was chosen, if it can be; the first one when none was."""
    if not until:
        return days[0]
    for day in days:
        if day.isoformat() == until:
            return day
    raise Refusal(_("Please choose one of the days: {days}."), days=", ".join(map(str, days)))
