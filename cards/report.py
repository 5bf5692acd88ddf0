"""The report as a card: numbers, and the orders that close next."""

from zoneinfo import ZoneInfo

from bot.domain.outgoing import Message
from bot.domain.report import Report
from bot.language.texts import Texts, _
from cards import elements as e
from cards.kit import render
from cards.orders import listing, unshown

MOST_SHOWN = 10


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
            e.Facts((*numbers, time), short=True),
            e.Section(t(_("At risk: closes within three working days"))),
            *(orders if shown else nothing),
        ],
        t,
    )


def moments_of(report: Report, t: Texts, zone: ZoneInfo) -> dict[str, str]:
    return {"since": t.moment(report.since, zone), "until": t.moment(report.until, zone)}


def counts(report: Report) -> list[tuple[str, int]]:
    """Return the counts, in the order of an order's life."""
    happened = report.happened
    return [
        (_("Orders invited"), happened.invited),
        (_("Orders begun"), happened.begun),
        (_("Mappings confirmed"), happened.mapped),
        (_("Orders ready at Cisco"), happened.ready),
        (_("Provisioned before closing"), len(report.provisioned) - report.late),
        (_("Provisioned late"), report.late),
        (_("Escalations opened"), happened.called),
        (_("Escalations claimed"), happened.claimed),
        (_("Escalations resolved"), happened.resolved),
        (_("Reminders sent"), happened.reminded),
        (_("Messages and mails that could not be delivered"), happened.undeliverable),
    ]
