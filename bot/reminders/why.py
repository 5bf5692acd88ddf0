"""Why: each reminder says which rule sent it, from which day it counts, by which calendar, and how to stop it."""

from collections.abc import Callable, Mapping, Sequence

from bot.domain.escalations import Reason
from bot.language.texts import Texts, _
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

TITLE = _("Why did I get this? By the rule “{rule}”.")
MANY_TITLE = _("Why did I get this? By the rules: {rules}.")
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
    kept = _("An invitation comes on that very date, by the clock of {zone}, on days off too.")
    return [t(said, day=t.day(standing.order.start_date)), t(kept, zone=standing.zone.key), t(HOW_TO_STOP)]


def why_nudged(standing: Standing, t: Texts) -> list[str]:
    said = _("The setup is not finished. You were invited on {day}, and the order line closes on {closes}.")
    days = t(said, day=t.day(standing.invited_on), closes=t.day(standing.closes_on))
    calendar = t(_("Reminders come on working days ({calendar})."), calendar=calendar_name(standing, t))
    return [days, calendar, t(HOW_TO_STOP)]


def why_again(standing: Standing, t: Texts) -> list[str]:
    asked = _("You asked to be reminded now; the order line closes on {closes}.")
    chosen = t(_("You chose the day, so it may be a day off."))
    return [t(asked, closes=t.day(standing.closes_on)), chosen, t(HOW_TO_STOP)]


def why_closed(standing: Standing, t: Texts) -> list[str]:
    said = _("You were invited on {day}, and an order line of {offer} closes {days} after that.")
    days = t.count(_("{n} day"), _("{n} days"), standing.order.closes_after.days)
    counted = t(_("Days off count, too. Nothing more comes about this order."))
    return [t(said, day=t.day(standing.invited_on), offer=standing.order.offer, days=days), counted]


def why_many(due: Sequence[tuple[Standing, str]], t: Texts) -> str:
    """Return the answer for a list of orders: by which rules, from which days on, by whose working days."""
    rules = t.listing(dict.fromkeys(t(RULE_NAMES[rule]) for _standing, rule in due))
    starts = [standing.order.start_date for standing, _rule in due]
    calendars = t.listing(dict.fromkeys(calendar_name(standing, t) for standing, _rule in due))
    days = _("You are the contact of each of these orders; their requested start dates are from {first} to {last}.")
    if min(starts) == max(starts):
        days = _("You are the contact of each of these orders; their requested start date is {first}.")
    return " ".join(
        [
            t(MANY_TITLE, rules=rules),
            t(days, first=t.day(min(starts)), last=t.day(max(starts))),
            t(_("Invitations keep their date; reminders come on working days ({calendar})."), calendar=calendars),
            t(HOW_TO_STOP),
        ]
    )


def why_called(standing: Standing, reason: str, t: Texts) -> str:
    """Return the answer for the representatives; "" where somebody's deed called them, which the card says itself."""
    if reason not in REASONS_TO_CALL:
        return ""
    rule, said = REASONS_TO_CALL[Reason(reason)]
    words = t(
        said,
        start=t.day(standing.order.start_date),
        days=standing.timing.escalate_after_days,
        closes=t.day(standing.closes_on),
        calendar=calendar_name(standing, t),
    )
    return " ".join([t(TITLE, rule=t(RULE_NAMES[rule])), words, t(HOW_TO_END)])


HOW_TO_END = _("Claim the order to end the repeated calls.")
REASONS_TO_CALL: Mapping[Reason, tuple[str, str]] = {
    Reason.NOT_BEGUN: (
        ESCALATE.name,
        _("The requested start date was {start}; days from then until this call: {days}, days off counted."),
    ),
    Reason.STALLED: (STALLED.name, _("Three working days ({calendar}) have passed since the last sign of life.")),
    Reason.CLOSING: (
        CLOSING.name,
        _("This is the last working day ({calendar}) that leaves 48 hours before the line closes on {closes}."),
    ),
    Reason.CLOSED: (CLOSED.name, _("The line closed on {closes}; days off count.")),
}


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
