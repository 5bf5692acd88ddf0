"""Evidence: Cisco itself shows that an order is provisioned, which ends it."""

from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.internal_events import ProvisioningSeen
from bot.language.texts import _
from handlers.chat.completion import is_finished
from handlers.wizard import ending

router = Router()


@router.event(ProvisioningSeen)
def seen(ctx: Context, event: ProvisioningSeen) -> None:
    """End an order that was seen to be provisioned, and show its person where; an order that is over stays so."""
    order = ctx.uow.orders.get(event.order)
    if order is not None and is_finished(ctx.uow, order):
        ctx.audit(event.how, order.number, where=event.where)
        ending.end_as_provisioned(ctx, order, _("Cisco shows that it is provisioned."))
