"""Returned mail: the mail server takes no letters for a contact either, so only a representative can reach them."""

from bot.context import Context
from bot.events import MailRefused
from bot.routing import Router
from bot.texts import _
from handlers import escalation_cards

router = Router()

NOBODY_TOLD = _(
    "The mail to {email} about order {order} came back ({reason}), so the contact knows nothing of it yet. Please find "
    "out who the person is, and name them: /order set {order} contact=…"
)


@router.event(MailRefused)
def came_back(ctx: Context, event: MailRefused) -> None:
    """Tell the reps under the card of the order, which said that a mail is on its way."""
    order = ctx.uow.orders.get(event.order)
    if order is not None and not order.state.is_over and event.email in {order.holder, order.nominee}:
        escalation_cards.say(ctx, order, NOBODY_TOLD, email=event.email, reason=event.reason[:200])
