"""Reporting: what happened in the last days, as numbers, and which orders are about to close."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.dispatch.background_jobs import Job, Work, start_job
from bot.dispatch.context import Context, Policy
from bot.dispatch.routing import Router
from bot.domain.outgoing import Message
from bot.domain.people import Role
from bot.domain.report import Report
from bot.errors import Refusal
from bot.language.texts import _
from bot.operations.board import AT_RISK, lacks
from bot.reminders.standing import Standing
from cards.notice import notice
from cards.report import report_card
from store import Store

router = Router()

# What was sent is remembered for thirty days.
USUAL_DAYS, MOST_DAYS = 7, 30


@router.command(
    "/report",
    usage="/report [days]",
    arguments=r"(?P<days>\d{0,3})",
    role=Role.ADMIN,
    help=_("What happened in the last 7 days, or as many as you say, and which orders are at risk"),
)
def report(ctx: Context, days: str = "") -> None:
    """Have the last days counted."""
    length = int(days or USUAL_DAYS)
    if not 1 <= length <= MOST_DAYS:
        raise Refusal(_("Type a number of days from 1 to {most}."), most=MOST_DAYS)
    start_job(ctx, "report", str(length))
    ctx.reply_privately(notice(ctx.t, _("I am counting. The report comes in a moment.")))


def report_from(store: Store, policy: Policy) -> Work:
    """Return what counts, as things are at one moment."""

    def count(job: Job) -> list[Message]:
        since, until = job.now - timedelta(days=int(job.words)), job.now
        with store.reading() as uow:
            standings = (Standing(order, policy.timing, until) for order in uow.orders.under_way())
            at_risk = [standing for standing in standings if AT_RISK in lacks(standing)]
            found = Report(
                since,
                until,
                uow.happened(since, until),
                tuple(uow.orders.provisioned_between(since, until)),
                tuple(each.order for each in sorted(at_risk, key=lambda each: (each.closes_on, each.order.number))),
                policy.zone,
            )
        return [report_card(found, job.t, ZoneInfo(job.person.zone or policy.zone))]

    return count
