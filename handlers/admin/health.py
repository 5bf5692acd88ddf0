"""Health: an admin looks at the bot itself, whether it is well and with which settings it runs."""

from bot.dispatch.background_jobs import Job, Work, start_job
from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.outgoing import Message
from bot.domain.people import Role
from bot.domain.spaces import REP_SPACE
from bot.language.texts import _
from bot.operations.doctor import Doctor
from cards.health import doctor_card, settings_card
from cards.notice import notice

router = Router()

JOB = "doctor"


@router.command(
    "/doctor",
    role=Role.ADMIN,
    help=_("Check token, webhooks, spaces, database, clock, disk and languages, with a fix for what is wrong"),
)
def doctor(ctx: Context) -> None:
    """Have everything checked that the bot needs."""
    start_job(ctx, JOB)
    ctx.reply_privately(notice(ctx.t, _("I am checking everything I need. The report comes in a moment.")))


def examination_by(doctor: Doctor) -> Work:
    """Return the work that asks the doctor, who speaks to Webex and so may take long."""

    def examine(job: Job) -> list[Message]:
        return [doctor_card(list(doctor.findings()), job.t)]

    return examine


@router.command("/config", role=Role.ADMIN, help=_("Which settings are in effect, and where each comes from"))
def config(ctx: Context) -> None:
    """Show the settings to the asker alone; of a secret only that it is set."""
    ctx.reply_privately(settings_card(ctx.policy.settings, ctx.t, rep_space=ctx.uow.bot_state.get(REP_SPACE) or ""))
