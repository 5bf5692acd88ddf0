"""Snoozing: an escalation is put aside for a while, and comes back."""

from dataclasses import replace
from datetime import timedelta

from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.actions import Action
from bot.domain.internal_events import ReminderDue
from bot.domain.outgoing import Lane
from bot.domain.people import Role
from bot.errors import Refusal
from bot.language.texts import _
from bot.reminders.reminder import Reminder
from bot.reminders.rules import WAKE
from bot.scheduling.planner import standing_of
from handlers.escalations import card
from handlers.escalations.case import Occasion
from handlers.escalations.who_may_act import escalated, leave_to_owner

router = Router()

SNOOZES = {
    "4": timedelta(hours=4),
    **dict.fromkeys(("24", "1d"), timedelta(days=1)),
    **dict.fromkeys(("48", "2d"), timedelta(days=2)),
}


@router.action("snooze")
def snooze_pressed(ctx: Context, action: Action) -> None:
    """Snooze the escalation of the card, for as long as was chosen on it."""
    snooze(ctx, action.order, ctx.inputs.get("hours", ""))


@router.command(
    "/snooze",
    usage="/snooze N 4h",
    arguments=r"(?P<number>\S+) (?P<hours>.+)",
    role=Role.ORDER_REP,
    help=_("Snooze an escalation for 4, 24 or 48 hours"),
)
def snooze(ctx: Context, number: str, hours: str) -> None:
    """Put an escalation aside for a while, never past the moment at which the line closes."""
    order, escalation = escalated(ctx, number)
    leave_to_owner(ctx, escalation)
    hours = "".join(hours.lower().split()).removesuffix("h")
    if hours not in SNOOZES:
        raise Refusal(_("An escalation can be snoozed for 4, 24 or 48 hours."))
    until = ctx.now + SNOOZES[hours]
    standing = standing_of(ctx.uow, order, ctx.now, ctx.policy.timing)
    if not order.state.is_over and until > standing.closes_at:
        raise Refusal(_("The line of order {order} closes before then; it cannot be snoozed that long."), order=number)
    ctx.uow.reminders.withdraw(number, rules=(WAKE.name,))
    ctx.uow.reminders.plan(Reminder(order.number, WAKE.name, until.isoformat(), until))
    escalation = replace(escalation, snoozed_until=until)
    sentence = _("{person} has snoozed the escalation of order {order} until {moment}.")
    zone = order.tz(ctx.policy.zone)
    card.change(ctx, order, escalation, "snooze", sentence, moment=lambda t: t.moment(until, zone))


@router.reminder(WAKE.name)
def snooze_over(ctx: Context, event: ReminderDue) -> None:
    """Show an escalation again, since its snooze is over."""
    order, escalation = ctx.uow.orders.get(event.order), ctx.uow.escalations.get(event.order)
    if order is None or escalation is None or escalation.is_asleep(ctx.now):
        return
    escalation = replace(escalation, snoozed_until=None)
    ctx.uow.escalations.save(escalation)
    occasion = Occasion(lambda t: t(_("The snooze is over.")), rule=WAKE)
    card.show(ctx, order, escalation, Lane.REMINDER, occasion)
