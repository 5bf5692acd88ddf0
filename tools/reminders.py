"""The table of reminder rules as the handbook shows it, made from the rules themselves."""

import inspect
import re
from collections.abc import Callable
from typing import Any

from bot.domain.orders import OFFERS
from bot.language.texts import texts
from bot.reminders.moments import NUDGE_DAYS, OTHER_NUDGE_DAYS
from bot.reminders.rule import Audience, Rule
from bot.reminders.rules import RULES

T = texts()
AUDIENCES = {
    Audience.PERSON: "the order's person",
    Audience.REPS: "representatives",
    Audience.BOTH: "both",
    Audience.NOBODY: "–",
}
# What a message fills in for its reader.
PLACEHOLDER = re.compile(r" ?\(?\{\w+\}\)?")


def rules_table() -> str:
    """Return the table of rules, and of the days on which nudges come."""
    rows = [row_of(rule) for rule in RULES.values()]
    head = ["| rule | what | to | when | as long as |", "|---|---|---|---|---|"]
    nudges = ["", "| nudges of | days after the invitation |", "|---|---|", *nudge_rows()]
    return "\n".join([*head, *rows, *nudges, ""])


def row_of(rule: Rule) -> str:
    cells = (f"`{rule.name}`", T(rule.words.title), AUDIENCES[rule.audience], when(rule), described(rule.while_))
    return f"| {' | '.join(cells)} |"


def when(rule: Rule) -> str:
    """Return when a rule speaks; where somebody's act decides that, the reason that its messages give."""
    if not rule.is_by_hand:
        return described(rule.when)
    reason, *_rest = (*rule.words.to_person, *rule.words.to_reps)
    return f"“{PLACEHOLDER.sub('', T(reason)).partition(';')[0].rstrip('.')}”"


def described(function: Callable[..., Any]) -> str:
    """Return the first sentence of a function's docstring, as a phrase."""
    sentence = " ".join((inspect.getdoc(function) or "").split()).partition(". ")[0]
    return sentence.removeprefix("Return ").removeprefix("whether ").rstrip(".")


def nudge_rows() -> list[str]:
    others = ", ".join(f"`{offer}`" for offer in OFFERS if offer not in NUDGE_DAYS)
    named = {f"`{offer}`": days for offer, days in NUDGE_DAYS.items()} | {others: OTHER_NUDGE_DAYS}
    return [f"| {offers} | {', '.join(map(str, days))} |" for offers, days in named.items()]
