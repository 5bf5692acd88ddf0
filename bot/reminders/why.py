"""Why: each reminder says which rule sent it, from which day it counts, by which calendar, and how to stop it."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.escalations import Reason
from bot.language.texts import Texts, _
from bot.reminders.rule import Rule
from bot.reminders.rules import HOW_TO_STOP, RULES
from bot.reminders.standing import Standing

QUESTION = _("Why did I get this?")
BY_RULE = _("By the rule “{rule}”.")
BY_RULES = _("By the rules: {rules}.")


@dataclass(frozen=True, slots=True)
class Why:
    """The answer to *Why did I get this?*: the question and the sentences, translated already."""

    question: str
    sentences: tuple[str, ...]

    @property
    def brief(self) -> str:
        """Which rule sent it and how to stop it, as one line."""
        return " ".join([self.question, self.sentences[0], self.sentences[-1]])

    @property
    def whole(self) -> str:
        """Everything, as one paragraph."""
        return " ".join([self.question, *self.sentences])


def why(standing: Standing, rule: Rule, t: Texts) -> Why:
    """Return the answer for the person of an order."""
    return answer(standing, rule, rule.words.to_person, t)


def why_called(standing: Standing, reason: Reason, t: Texts) -> Why | None:
    """Return the answer for the representatives; None where somebody called them, which the card says itself."""
    called_by = next((rule for rule in RULES.values() if rule.calls_for is reason), None)
    return why_told(standing, called_by, t) if called_by else None


def why_told(standing: Standing, rule: Rule, t: Texts) -> Why:
    """Return the answer for the representatives, who are told something by a rule."""
    return answer(standing, rule, rule.words.to_reps, t)


def answer(standing: Standing, rule: Rule, sentences: Sequence[str], t: Texts) -> Why:
    """Name the rule, and say its sentences as they are true of an order."""
    filled = facts(standing, t)
    by_rule = t(BY_RULE, rule=t(rule.words.title))
    return Why(t(QUESTION), (by_rule, *(t(sentence, **filled) for sentence in sentences)))


def facts(standing: Standing, t: Texts) -> dict[str, object]:
    """Return the values that the sentences of a rule may mention."""
    order = standing.order
    return {
        "start": t.day(order.start_date),
        "invited": t.day(standing.invited_on),
        "closes": t.day(standing.closes_on),
        "open_for": t.count(_("{n} day"), _("{n} days"), order.closes_after.days),
        "days": t.count(_("{n} day"), _("{n} days"), standing.timing.escalate_after_days),
        "offer": order.offer,
        "zone": standing.zone.key,
        "calendar": calendar_name(standing, t),
    }


def why_many(due: Sequence[tuple[Standing, str]], t: Texts) -> Why:
    """Return the answer for a list of orders: its rules, the days from which they count, and whose working days."""
    rules = t.listing(dict.fromkeys(t(RULES[rule].words.title) for _standing, rule in due))
    starts = [standing.order.start_date for standing, _rule in due]
    calendars = t.listing(dict.fromkeys(calendar_name(standing, t) for standing, _rule in due))
    days = _("You are the contact of each of these orders; their requested start dates are from {first} to {last}.")
    if min(starts) == max(starts):
        days = _("You are the contact of each of these orders; their requested start date is {first}.")
    return Why(
        t(QUESTION),
        (
            t(BY_RULES, rules=rules),
            t(days, first=t.day(min(starts)), last=t.day(max(starts))),
            t(_("Invitations keep their date; reminders come on working days ({calendar})."), calendar=calendars),
            t(HOW_TO_STOP),
        ),
    )


def calendar_name(standing: Standing, t: Texts) -> str:
    """Say whose working days count."""
    country = standing.calendar.country
    if not standing.calendar.is_known:
        return t(_("Monday to Friday"))
    return str(t.locale.territories.get(country, country))
