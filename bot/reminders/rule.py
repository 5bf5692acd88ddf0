"""A rule of the table: when somebody hears from us about an order, who it is, and what we say of it. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.escalations import Escalation, Reason
from bot.language.texts import _
from bot.reminders.moments import Moments, by_hand
from bot.reminders.reminder import Reminder
from bot.reminders.standing import Standing


class Audience(StrEnum):
    """Who is told by a rule. NOBODY: the rule does something, and whom it concerns sees what it did."""

    PERSON = "person"
    REPS = "reps"
    BOTH = "both"
    NOBODY = "nobody"


DUE = _("Due: {rule}")


def never_ahead(_reminder: Reminder, _escalation: Escalation) -> str:
    """Say nothing of a rule on the card of an escalation."""
    return ""


def ahead(sentence: str) -> Callable[[Reminder, Escalation], str]:
    """Return a function that always says the same sentence on the card of an escalation."""
    return lambda _reminder, _escalation: sentence


@dataclass(frozen=True, slots=True)
class Words:
    """What is said about a rule, all of it as marked sentences.

    `title` is its name for people: in the forecast, in the timeline, and where we say what comes next.
    `to_person` and `to_reps` answer them *why did I get this?*; `bot.reminders.why` fills in dates and calendars.
    `was_due` stands in the timeline, filled with `title` as {rule} and with `details` of the reminder; "" for nothing.
    `ahead` says on the card of an escalation that the rule is due at {moment} if nobody acts; "" where it says nothing.
    """

    title: str
    to_person: tuple[str, ...] = ()
    to_reps: tuple[str, ...] = ()
    was_due: str = DUE
    details: Callable[[Reminder], Mapping[str, str]] = lambda _reminder: {}
    ahead: Callable[[Reminder, Escalation], str] = never_ahead


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of the table: `when` gives the occurrences with their moments, `while_` whether it still holds.

    Of several that are late at once, the one with the greatest `weight` speaks for all to its audience.
    `catches_up` is whether a moment that has passed before it could be promised is made up for.
    `calls_for` is the reason of the escalation that a rule for the representatives opens.
    """

    name: str
    audience: Audience
    weight: int
    words: Words
    while_: Callable[[Standing], bool]
    when: Callable[[Standing], Moments] = by_hand
    catches_up: bool = True
    calls_for: Reason | None = None

    @property
    def is_by_hand(self) -> bool:
        """Whether its reminders are planned by what somebody does, such as a snooze."""
        return self.when is by_hand

    @property
    def is_quiet(self) -> bool:
        """Whether it only brings a card up to date: nobody is told, and the timeline has no line of it."""
        return not self.words.was_due

    def occurrence(self, standing: Standing, name: str) -> str:
        """Return the name of an occurrence: another date or person makes another, the same file again does not."""
        return f"{name}:{standing.person}" if self.audience is Audience.PERSON else name

    def promises(self, standing: Standing) -> list[Reminder]:
        """Return the reminders that this rule calls for as an order stands."""
        if not self.while_(standing):
            return []
        number = standing.order.number
        return [Reminder(number, self.name, self.occurrence(standing, name), at) for name, at in self.when(standing)]

    def holds(self, standing: Standing, reminder: Reminder) -> bool:
        """Return whether a promise is still to be kept: the rule holds, and for the person it was made to."""
        meant = self.audience is not Audience.PERSON or reminder.occurrence.endswith(f":{standing.person}")
        return meant and self.while_(standing)
