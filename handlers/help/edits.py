"""Edits: what somebody changes in a message afterwards is not read, and they are told so."""

from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.events import MessageEdited
from bot.language.texts import _
from cards.notice import notice

router = Router()

NOT_READ = _("I do not read messages that are edited afterwards. If my answer does not fit, please write it again.")


@router.event(MessageEdited)
def edited(ctx: Context, event: MessageEdited) -> None:
    """Tell somebody whom we know, once for each message, that the edit has no effect."""
    if ctx.roles:
        ctx.reply_privately(notice(ctx.t, NOT_READ))
