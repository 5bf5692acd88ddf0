"""Background jobs: what works out the answers that take long, and how they reach whoever asked."""

from collections.abc import Mapping

from bot.dispatch.background_jobs import Work
from bot.dispatch.context import Context, Contexts
from bot.dispatch.routing import Router
from bot.domain.internal_events import JobDone
from bot.domain.people import Role
from bot.operations.doctor import Doctor
from bot.operations.order_watch import OrderWatch
from bot.operations.rep_space_watch import RepSpaceWatch
from bot.scheduling import weekly
from handlers.admin import audit_log, health, report
from handlers.orders import exporting, looking_up
from handlers.reminders import forecast
from handlers.spaces import routes
from store import Store

router = Router()


# Whoever asked may have been taken from among them meanwhile.
WHO_MAY_KNOW = {looking_up.JOB: Role.ORDER_REP}


def jobs(
    contexts: Contexts, store: Store, doctor: Doctor, watch: OrderWatch, rep_spaces: RepSpaceWatch
) -> Mapping[str, Work]:
    """Return the work behind each kind of job."""
    policy = contexts.policy
    return {
        audit_log.JOB: audit_log.verification_in(store),
        health.JOB: health.examination_by(doctor),
        exporting.JOB: exporting.Exporter(store, policy, contexts.wizard).answer,
        forecast.JOB: forecast.forecast_from(store, contexts),
        looking_up.JOB: looking_up.answers_of(watch),
        routes.JOB: routes.look_by(rep_spaces),
        report.JOB: report.report_from(store, policy, contexts.wizard),
        weekly.JOB: report.weekly_report_from(store, policy, contexts.wizard),
    }


@router.event(JobDone)
def answered(ctx: Context, event: JobDone) -> None:
    """Tell the asker alone, if they may still know; what the clock asked for goes to the representatives."""
    if event.kind == weekly.JOB:
        report.send_weekly_report(ctx, event.answers)
        return
    ctx.require(WHO_MAY_KNOW.get(event.kind, Role.ADMIN))
    for answer in event.answers:
        ctx.reply_privately(answer)
