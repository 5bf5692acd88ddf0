"""The forecast as a card: what will be sent, grouped by moment."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from bot.domain.outgoing import Message
from bot.language.texts import Texts, _
from cards import elements as e
from cards.kit import render
from cards.words import said

MOST_LINES, MOST_NAMED = 30, 4
IN_UTC = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A message that will be sent: when, to whom ("" for a rep space), by which rules, about which orders.

    The rules are translated already.
    """

    at: datetime
    to: str
    rules: tuple[str, ...]
    orders: tuple[str, ...]


def forecast_card(foreseen: Sequence[Foreseen], t: Texts) -> Message:
    """Return the list of what will be sent, with one line for similar messages at one moment."""
    lines = [(at, line) for at, together in groupby(foreseen, key=minute_of) for line in alike(together, t)]
    shown = lines[:MOST_LINES]
    moments = groupby(shown, key=lambda line: line[0])
    rest = len(lines) - len(shown)
    more = t.count(_("{n} line more is not shown."), _("{n} lines more are not shown."), rest)
    return render(
        [
            e.Heading(t.count(_("Forecast: {n} message"), _("Forecast: {n} messages"), len(foreseen))),
            *(part for at, each in moments for part in at_one_moment(at, [line for _at, line in each], t)),
            *([e.Paragraph(more, e.Look.SUBTLE)] if rest else []),
            *([e.Paragraph(t(_("Nothing will be sent.")))] if not lines else []),
        ],
        t,
    )


def minute_of(each: Foreseen) -> datetime:
    return each.at.replace(second=0, microsecond=0)


def at_one_moment(at: datetime, lines: Sequence[str], t: Texts) -> list[e.Element]:
    return [e.Section(t.moment(at.astimezone(UTC), IN_UTC)), *(e.Paragraph(line) for line in lines)]


def alike(foreseen: Iterable[Foreseen], t: Texts) -> list[str]:
    """Return the lines for one moment: one for each kind of message and reader."""
    kinds: dict[tuple[tuple[str, ...], str], list[Foreseen]] = {}
    for each in foreseen:
        kinds.setdefault((each.rules, each.to), []).append(each)
    return [line_about(rules, to, each, t) for (rules, to), each in kinds.items()]


def line_about(rules: tuple[str, ...], to: str, messages: Sequence[Foreseen], t: Texts) -> str:
    orders = [number for each in messages for number in each.orders]
    named = ", ".join(said(number) for number in orders[:MOST_NAMED])
    numbers = f"{named} … ({len(orders)})" if len(orders) > MOST_NAMED else named
    many = f"{t.number(len(messages))} × " if len(messages) > 1 else ""
    reader = said(to) if to else t(_("the rep space"))
    return many + t(_("{rules} · order {orders} · to {reader}"), rules=t.listing(rules), orders=numbers, reader=reader)
