"""Reporting: what happened in the last days, as numbers, and which orders are about to close."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.dispatch.background_jobs import Job, Work, start_job
from bot.dispatch.context import Context, Policy
from bot.dispatch.rep_spaces import spaces_of
from bot.dispatch.routing import Router
from bot.domain.orders import STATE_NAMES, Order, OrderState
from bot.domain.outgoing import Address, Lane, Message
from bot.domain.people import Role
from bot.domain.report import Report
from bot.errors import Refusal
from bot.language.texts import Texts, _, texts
from bot.operations.board import AT_RISK, lacks
from bot.operations.charts import drawn
from bot.reminders.standing import Standing
from bot.scheduling.weekly import WEEK
from bot.wizard.engine import Wizard
from cards.notice import notice
from cards.report import drawing_of, picture_message, report_card
from handlers.chat.steps import situation_outside_a_turn
from store import Store, UnitOfWork

router = Router()

JOB = "report"

# What was sent is remembered for thirty days.
USUAL_DAYS, MOST_DAYS = 7, 30
# In these states, somebody is at a step of the wizard.
AT_A_STEP = {OrderState.STARTED, OrderState.HANDED_TO_CUSTOMER, OrderState.MAPPED, OrderState.IN_SERVICE_SETUP}


@router.command(
    "/report",
    usage=_("/report [days]"),
    arguments=r"(?P<days>\d{0,3})",
    role=Role.ADMIN,
    help=_(
        "What happened in the last 7 days, or as many as you say, as a picture and in numbers, and which orders are at"
        " risk"
    ),
)
def report(ctx: Context, days: str = "") -> None:
    """Have a report made about the last days."""
    length = int(days or USUAL_DAYS)
    if not 1 <= length <= MOST_DAYS:
        raise Refusal(_("Type a number of days from 1 to {most}."), most=MOST_DAYS)
    start_job(ctx, JOB, str(length))
    ctx.reply_privately(notice(ctx.t, _("I am counting. The report comes in a moment.")))


def report_from(store: Store, policy: Policy, wizard: Wizard) -> Work:
    """Return the work that counts, as things stand at one moment, and draws."""

    def count(job: Job) -> list[Message]:
        with store.reading() as uow:
            found = counted(uow, policy, wizard, job.now - timedelta(days=int(job.words)), job.now)
        return said(found, job.t, ZoneInfo(job.person.zone or policy.zone))

    return count


def weekly_report_from(store: Store, policy: Policy, wizard: Wizard) -> Work:
    """Return the work for the week that ended when its report was due, so that there is no gap between two weeks."""

    def count(job: Job) -> list[Message]:
        until = datetime.fromisoformat(job.words)
        with store.reading() as uow:
            found = counted(uow, policy, wizard, until - WEEK, until)
            t = texts(uow.spaces.language(spaces_of(uow, policy.rep_space).fallback))
        return said(found, t, ZoneInfo(policy.zone))

    return count


def send_weekly_report(ctx: Context, answers: Sequence[Message]) -> None:
    """Send the weekly report to the fallback space, or to the admins where there is none."""
    space = ctx.rep_spaces.fallback
    for place in [Address(room_id=space)] if space else ctx.admin_chats:
        for answer in answers:
            ctx.send_to(place, answer, lane=Lane.REMINDER, awaited=False)


def counted(uow: UnitOfWork, policy: Policy, wizard: Wizard, since: datetime, until: datetime) -> Report:
    """Return what happened between two moments, and how the orders under way stand."""
    under_way = uow.orders.under_way()
    standings = (Standing(order, policy.timing, until) for order in under_way)
    at_risk = [standing for standing in standings if AT_RISK in lacks(standing)]
    return Report(
        since,
        until,
        uow.happened(since, until),
        tuple(uow.orders.provisioned_between(since, until)),
        tuple(each.order for each in sorted(at_risk, key=lambda each: (each.closes_on, each.order.number))),
        policy.zone,
        Counter(place_of(order, uow, policy, wizard) for order in under_way),
    )


def said(found: Report, t: Texts, zone: ZoneInfo) -> list[Message]:
    """Return the report as a picture, where one could be drawn, and below it as a table."""
    picture = drawn(drawing_of(found, t, zone))
    return [*([picture_message(found, picture, t)] if picture else []), report_card(found, t, zone)]


def place_of(order: Order, uow: UnitOfWork, policy: Policy, wizard: Wizard) -> str:
    """Return the sentence that names where an order stands: its step, or else its state."""
    progress = uow.progress.get(order.number, order.holder) if order.state in AT_A_STEP else None
    if progress is None:
        return _("Invited, not begun") if order.state is OrderState.INVITED else STATE_NAMES[order.state]
    stop = wizard.current(progress, situation_outside_a_turn(uow, policy, order))
    return stop.step.title if stop else STATE_NAMES[order.state]
