"""Holding reminders back: an admin pauses them all, while everything that people do is handled as always."""

from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.pauses import Pause
from bot.domain.people import Role
from bot.language.texts import _
from cards.notice import notice

router = Router()


@router.command(
    "/pause reminders", role=Role.ADMIN, help=_("Hold all reminders back; everything people do still works")
)
def pause_reminders(ctx: Context) -> None:
    """Hold reminders back until /resume."""
    ctx.uow.pauses.hold_reminders(Pause(ctx.now, ctx.person.email))
    ctx.audit("pause")
    ctx.reply_here(
        notice(ctx.t, _("Reminders are held back until you type /resume. Everything people do still works."))
    )
