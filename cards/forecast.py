"""The forecast as a card: what will be sent, grouped by moment."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from bot.domain.outgoing import Message
from bot.language.texts import Texts, _
from cards import elements as e
from cards.kit import render
from cards.words import capitalized, said

MOST_LINES, MOST_NAMED = 30, 4


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A message that will be sent: when, to whom ("" for a rep space), by which rules, about which orders.

    The titles of the rules are marked sentences.
    """

    at: datetime
    to: str
    rules: tuple[str, ...]
    orders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Planned:
    """How many reminders of each rule are in the calendar up to a moment; the titles are translated already."""

    until: datetime
    counts: Mapping[str, int]


def forecast_card(foreseen: Sequence[Foreseen], t: Texts, zone: ZoneInfo, planned: Planned | None = None) -> Message:
    """Return the list of what will be sent, with one line for similar messages at one moment, in the reader's `zone`.

    Where these are only the first messages, `planned` says how much there is in all.
    """
    lines = [(at, line) for at, together in groupby(foreseen, key=minute_of) for line in alike(together, t)]
    shown = lines[:MOST_LINES]
    moments = groupby(shown, key=lambda line: line[0])
    rest = len(lines) - len(shown)
    more = t.count(_("{n} more line is not shown."), _("{n} more lines are not shown."), rest)
    return render(
        [
            e.Heading(heading_of(foreseen, planned, t)),
            *(in_all(planned, t, zone) if planned else []),
            *(part for at, each in moments for part in at_one_moment(at, [line for _at, line in each], t, zone)),
            *([e.Paragraph(more, e.Look.SUBTLE)] if rest else []),
            *([e.Paragraph(t(_("Nothing will be sent.")))] if not lines else []),
        ],
        t,
    )


def heading_of(foreseen: Sequence[Foreseen], planned: Planned | None, t: Texts) -> str:
    """Say how many messages there will be, or that these are the next ones."""
    if not foreseen:
        return t(_("Forecast"))
    if planned:
        return t.count(_("Forecast: the next message"), _("Forecast: the next {n} messages"), len(foreseen))
    return t.count(_("Forecast: {n} message"), _("Forecast: {n} messages"), len(foreseen))


def in_all(planned: Planned, t: Texts, zone: ZoneInfo) -> list[e.Element]:
    """Tell how many reminders are planned, and of which kinds."""
    many = t.count(
        _("{n} reminder is planned until {moment}. What follows from it is not counted."),
        _("{n} reminders are planned until {moment}. What follows from them is not counted."),
        sum(planned.counts.values()),
        moment=t.moment(planned.until, zone),
    )
    kinds = tuple((capitalized(title), t.number(count)) for title, count in planned.counts.items())
    return [e.Paragraph(many), e.Facts(kinds, layout=e.Layout.COUNTS)]


def minute_of(each: Foreseen) -> datetime:
    return each.at.replace(second=0, microsecond=0)


def at_one_moment(at: datetime, lines: Sequence[str], t: Texts, zone: ZoneInfo) -> list[e.Element]:
    return [e.Section(capitalized(t.moment(at, zone))), *(e.Paragraph(line) for line in lines)]


def alike(foreseen: Iterable[Foreseen], t: Texts) -> list[str]:
    """Return the lines for one moment: one for each kind of message and reader."""
    kinds: dict[tuple[tuple[str, ...], str], list[Foreseen]] = {}
    for each in foreseen:
        kinds.setdefault((each.rules, each.to), []).append(each)
    return [line_about(rules, to, each, t) for (rules, to), each in kinds.items()]


def line_about(rules: tuple[str, ...], to: str, messages: Sequence[Foreseen], t: Texts) -> str:
    orders = [number for each in messages for number in each.orders]
    named = t.side_by_side(said(number) for number in orders[:MOST_NAMED])
    numbers = f"{named} … ({len(orders)})" if len(orders) > MOST_NAMED else named
    many = f"{t.number(len(messages))} × " if len(messages) > 1 else ""
    reader = said(to) if to else t(_("the rep space"))
    why = t.listing(map(t, rules))
    why = why if many else capitalized(why)
    return many + t(_("{rules} · {orders} · to {reader}"), rules=why, orders=numbers, reader=reader)
