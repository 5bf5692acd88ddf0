"""Why: each reminder says which rule sent it, from which day it counts, by which calendar, and how to stop it."""

from collections.abc import Callable, Mapping

from bot.reminders.rules import (
    AGAIN,
    CLOSED,
    CLOSING,
    ESCALATE,
    INVITE,
    NUDGE,
    REVIEW,
    STALLED,
    UNCLAIMED,
    WAKE,
    Standing,
)
from bot.texts import Texts, _

TITLE = _("Why did I get this? By the rule “{rule}”.")
RULE_NAMES: Mapping[str, str] = {
    INVITE.name: _("invitation on the requested start date"),
    NUDGE.name: _("reminder before the order line closes"),
    AGAIN.name: _("reminder that you asked for"),
    CLOSED.name: _("the order line has closed"),
    ESCALATE.name: _("call for a representative: setup has not begun"),
    STALLED.name: _("call for a representative: nothing comes any more"),
    CLOSING.name: _("call for a representative: the order line closes soon"),
    UNCLAIMED.name: _("call repeated: nobody has claimed the order"),
    WAKE.name: _("end of a snooze"),
    REVIEW.name: _("second look at a claim"),
}
HOW_TO_STOP = _("Type “stop” for no more reminders.")


def why(standing: Standing, rule: str, t: Texts) -> str:
    """Return the answer for the person of an order, as one paragraph."""
    return " ".join([t(TITLE, rule=t(RULE_NAMES[rule])), *REASONS_TO_WRITE[rule](standing, t)])


def why_invited(standing: Standing, t: Texts) -> list[str]:
    said = _("You are the provisioning contact, and the requested start date of the order is {day}.")
    return [t(said, day=t.day(standing.order.start_date))]


def why_nudged(standing: Standing, t: Texts) -> list[str]:
    said = _("The setup is not finished. You were invited on {day}, and the order line closes on {closes}.")
    days = t(said, day=t.day(standing.invited_on), closes=t.day(standing.closes_on))
    calendar = t(_("Reminders come on working days ({calendar})."), calendar=calendar_name(standing, t))
    return [days, calendar, t(HOW_TO_STOP)]


def why_again(standing: Standing, t: Texts) -> list[str]:
    asked = _("You asked to be reminded now; the order line closes on {closes}.")
    return [t(asked, closes=t.day(standing.closes_on)), t(HOW_TO_STOP)]


def why_closed(standing: Standing, t: Texts) -> list[str]:
    said = _("You were invited on {day}, and an order line of {offer} closes {days} days after that.")
    days = standing.order.closes_after.days
    return [t(said, day=t.day(standing.invited_on), offer=standing.order.offer, days=days)]


def calendar_name(standing: Standing, t: Texts) -> str:
    """Say whose working days count."""
    country = standing.calendar.country
    if not standing.calendar.is_known:
        return t(_("Monday to Friday"))
    return str(t.locale.territories.get(country, country))


REASONS_TO_WRITE: Mapping[str, Callable[[Standing, Texts], list[str]]] = {
    INVITE.name: why_invited,
    NUDGE.name: why_nudged,
    AGAIN.name: why_again,
    CLOSED.name: why_closed,
}
