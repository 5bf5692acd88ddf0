"""Examining: an admin looks at the bot itself: whether it is well, and by which settings it runs."""

from bot.context import Context
from bot.doctor import Doctor
from bot.enquiries import Enquiry, Work, enquire
from bot.outgoing import Message
from bot.people import Role
from bot.routing import Router
from bot.spaces import REP_SPACE
from bot.texts import _
from cards.health import doctor_card, settings_card
from cards.notice import notice

router = Router()


@router.command(
    "/doctor",
    role=Role.ADMIN,
    help=_("Look at token, webhooks, spaces, database, clock, disk and languages, each with its fix"),
)
def doctor(ctx: Context) -> None:
    """Have everything looked at that the bot needs."""
    enquire(ctx, "doctor")
    ctx.tell(notice(ctx.t, _("I am looking at everything I need. The report comes in a moment.")))


def examination_by(doctor: Doctor) -> Work:
    """Return what asks the doctor, who speaks to Webex and so may take long."""

    def examine(enquiry: Enquiry) -> Message:
        return doctor_card(list(doctor.findings()), enquiry.t)

    return examine


@router.command("/config", role=Role.ADMIN, help=_("Which settings are in effect, and where each comes from"))
def config(ctx: Context) -> None:
    """Show the settings to the asker alone; of a secret only that it is set."""
    ctx.tell(settings_card(ctx.policy.settings, ctx.t, rep_space=ctx.uow.settings.get(REP_SPACE) or ""))
