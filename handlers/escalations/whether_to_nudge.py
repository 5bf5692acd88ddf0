"""Whether to nudge: one rule for the buttons that offer it, and for whoever types it. Pure."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.orders import OrderState
from bot.domain.people import is_erased
from bot.errors import Refusal
from bot.language.texts import _
from bot.reminders.moments import rests_until
from bot.reminders.standing import Standing
from handlers.chat.lookup import CANCELLED, nobody_has

NOT_OPEN = _("There is no open order {order}.")
NOT_INVITED = _("The contact of order {order} is not invited yet: its start date is {day}.")
WITH_CISCO = _("Order {order} waits for Cisco, not for its contact: /return gives it back.")
JUST_NUDGED = _("The contact was nudged within the last hour. You can nudge again in {length}.")
NO_REMINDERS = _("{person} wants no more reminders. Please call, or answer them with /reply.")


def why_not(standing: Standing) -> Refusal | None:
    """Return what to tell a representative who would nudge the contact of an order; None where a nudge is sent."""
    order = standing.order
    if order.state.calls_nobody:
        return Refusal(CANCELLED, order=order.number)
    if order.state.is_over:
        return Refusal(NOT_OPEN, order=order.number)
    if order.state is OrderState.SCHEDULED:
        return Refusal(NOT_INVITED, order=order.number, day=lambda t: t.day(order.start_date))
    if standing.is_with_cisco:
        return Refusal(WITH_CISCO, order=order.number)
    if is_erased(standing.person):
        return nobody_has(order)
    if not standing.wants_reminders:
        return Refusal(NO_REMINDERS, person=standing.person)
    until = rests_until(standing)
    if until is not None:
        minutes = -((standing.now - until) // timedelta(minutes=1))
        return Refusal(JUST_NUDGED, length=lambda t: t.duration(timedelta(minutes=minutes)))
    return None


def again_at(standing: Standing) -> datetime | None:
    """Return when the contact can be nudged again, where nothing but the latest nudge is in the way; else None."""
    until = rests_until(standing)
    return until if until is not None and why_not(replace(standing, last_nudge=None)) is None else None
