"""Alarms: the admins hear of what is probably an attack rather than a fault."""

from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.internal_events import DeliveryContradicted
from bot.language.texts import _
from handlers.chat.admins import tell_admins

router = Router()

TOLD_OF_CONTRADICTION = "told_of_contradiction"
SECRET_MAY_BE_KNOWN = _(
    "Somebody sent me events that are signed with the secret of my webhooks, and that Webex itself does not confirm. I "
    "have believed none of them. If nobody is testing, the secret has leaked: put a new one into WEBEX_WEBHOOK_SECRET, "
    "before the old one, and take the old one out a minute after the restart. /audit shows what was tried."
)


@router.event(DeliveryContradicted)
def secret_may_be_known(ctx: Context, event: DeliveryContradicted) -> None:
    """Tell the admins, once a day, that somebody may know the secret of our webhooks; each time is on the audit log."""
    ctx.audit("delivery_contradicted", outcome="refused", key=event.key, why=event.reason)
    if ctx.uow.bot_state.note_today(TOLD_OF_CONTRADICTION, ctx.now):
        tell_admins(ctx, SECRET_MAY_BE_KNOWN)
