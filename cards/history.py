"""History, day by day: the timeline of an order, and the activity log."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from bot.domain.outgoing import Message
from bot.language.texts import Texts, _
from cards import elements as e
from cards.kit import render
from cards.words import capitalized, said

Entries = Sequence[tuple[datetime, str]]


def by_days(entries: Entries, zone: ZoneInfo, t: Texts) -> Iterator[e.Element]:
    """Yield what happened under its days, by the clock of a zone, in the order in which it comes."""
    local = [(at.astimezone(zone), words) for at, words in entries]
    for day, together in groupby(local, key=lambda entry: entry[0].date()):
        yield e.Paragraph(capitalized(t.day(day)), e.Look.SUBTLE)
        yield e.Facts(tuple((f"{at:%H:%M}", words) for at, words in together), layout=e.Layout.TIMES)


def activity_card(
    entries: Entries, t: Texts, *, page: int, zone: ZoneInfo, order: str = "", buttons: Sequence[e.Button] = ()
) -> Message:
    """Return a page of the activity log, of all orders or of one, the newest first; entries are translated already."""
    of_one, of_all = _("Activity log of order {order}, page {page} ({zone})"), _("Activity log, page {page} ({zone})")
    title = t(of_one if order else of_all, order=said(order), page=str(page), zone=t.zone(zone.key))
    nothing = t(_("Nothing has been done yet.") if page == 1 else _("There is nothing older."))
    shown = [*by_days(entries, zone, t)] or [e.Paragraph(nothing)]
    return render([e.Heading(title), *shown, *buttons], t)
