"""The report as a picture, and as a card: numbers, and the orders that close next."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from bot.domain.outgoing import File, Message
from bot.domain.report import Report
from bot.language.texts import Texts, _
from bot.operations.charts import Bar, Chart, Drawing
from cards import elements as e
from cards.kit import render
from cards.orders import listing, unshown
from cards.words import bare, capitalized

MOST_SHOWN = 10
# The most places at which orders stand that are told one by one; the others are counted together.
MOST_PLACES = 5
TIMES = (_("Up to 1 day"), _("More than 1, up to 3 days"), _("More than 3, up to 7 days"), _("More than 7 days"))
TIME_TAKEN, PLACES = _("From invitation to provisioned"), _("Where orders under way stand")


def report_card(report: Report, t: Texts, zone: ZoneInfo) -> Message:
    """Return the report: what happened, then the orders at risk; moments are told in the reader's zone."""
    numbers = tuple((t(label), t.number(n)) for label, n in counts(report))
    usual = report.usual_time
    time = (t(_("Median time from invitation to provisioned")), t.duration(usual) if usual else "–")
    shown = report.at_risk[:MOST_SHOWN]
    nothing = [e.Paragraph(t(_("No order closes within three working days.")))]
    orders = [listing(shown, t, report.until, report.default_zone), *unshown(len(report.at_risk) - len(shown), t)]
    return render(
        [
            e.Heading(t(_("Report"))),
            e.Paragraph(t(_("From {since} to {until}"), **moments_of(report, t, zone)), e.Look.SUBTLE),
            e.Facts((*numbers, time), layout=e.Layout.COUNTS),
            *table(TIME_TAKEN, times(report), t),
            *table(PLACES, places(report), t),
            e.Section(t(_("At risk: closes within three working days"))),
            *(orders if shown else nothing),
        ],
        t,
    )


def moments_of(report: Report, t: Texts, zone: ZoneInfo) -> dict[str, str]:
    return {"since": t.clock(report.since, zone), "until": t.moment(report.until, zone)}


def counts(report: Report) -> list[tuple[str, int]]:
    """Return the counts, in the order of an order's life."""
    happened = report.happened
    return [
        *on_their_way(report),
        (_("Provisioned before closing"), len(report.provisioned) - report.late),
        (_("Provisioned late"), report.late),
        (_("Escalations opened"), happened.called),
        (_("Escalations claimed"), happened.claimed),
        (_("Escalations resolved"), happened.resolved),
        (_("Reminders sent"), happened.reminded),
        (_("Messages and mails that could not be delivered"), happened.undeliverable),
    ]


def table(title: str, rows: list[tuple[str, int]], t: Texts) -> list[e.Section | e.Facts]:
    """Return counts below their title; nothing where there are none."""
    facts = tuple((capitalized(t(label)), t.number(n)) for label, n in rows)
    return [e.Section(t(title)), e.Facts(facts, layout=e.Layout.COUNTS)] if any(n for _label, n in rows) else []


def stages(report: Report) -> list[tuple[str, int]]:
    """Return how many orders came how far."""
    return [*on_their_way(report), (_("Provisioned"), len(report.provisioned))]


def on_their_way(report: Report) -> list[tuple[str, int]]:
    """Return how many orders came to each stage before they were provisioned."""
    happened = report.happened
    return [
        (_("Orders invited"), happened.invited),
        (_("Orders begun"), happened.begun),
        (_("Mappings confirmed"), happened.mapped),
        (_("Orders ready at Cisco"), happened.ready),
    ]


def times(report: Report) -> list[tuple[str, int]]:
    """Return how many orders took how long."""
    return list(zip(TIMES, report.by_time, strict=True))


def places(report: Report) -> list[tuple[str, int]]:
    """Return where the most orders stand, and how many stand elsewhere."""
    ranked = sorted(report.waiting.items(), key=lambda place: -place[1])
    others = sum(n for _place, n in ranked[MOST_PLACES:])
    return [*ranked[:MOST_PLACES], *([(_("Elsewhere"), others)] if others else [])]


def drawing_of(report: Report, t: Texts, zone: ZoneInfo) -> Drawing:
    """Return what the picture of the report shows."""
    first, last = (bare(t.day(at.astimezone(zone).date())) for at in (report.since, report.until))
    nothing = t(_("No order was provisioned in these days."))
    return Drawing(
        t(_("Report")),
        f"{first} – {last}",
        (
            Chart(t(_("What happened to orders")), bars(stages(report), t)),
            Chart(t(TIME_TAKEN), bars(times(report), t), nothing),
            Chart(t(PLACES), bars(places(report), t), t(_("No order is under way."))),
        ),
        t.is_right_to_left,
    )


def bars(rows: Iterable[tuple[str, int]], t: Texts) -> tuple[Bar, ...]:
    return tuple(Bar(bare(capitalized(t(label))), n, t.number(n)) for label, n in rows)


def picture_message(report: Report, picture: bytes, t: Texts) -> Message:
    """Return a message with the picture, and with words for those who cannot see it."""
    told = [t.labelled(t(label), t.number(n)) for label, n in stages(report)]
    words = t(_("The report as a picture, with what happened to orders, how long they took, and where they stand."))
    return Message("\n".join([words, *told]), file=File.of_bytes(f"report-{report.until:%Y-%m-%d}.png", picture))
