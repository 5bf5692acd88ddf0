"""Returned mail: the mail server takes no letters for a contact either, so only a representative can reach them."""

from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.internal_events import MailRefused
from bot.language.texts import _
from handlers.escalations import card

router = Router()

NOBODY_TOLD = _(
    "The mail to {email} about order {order} came back ({reason}), so the contact knows nothing of it yet. Please find "
    "out who the person is, and name them: /order set {order} contact=…"
)


@router.event(MailRefused)
def came_back(ctx: Context, event: MailRefused) -> None:
    """Tell the reps under the card of the order, which said that a mail is on its way."""
    order = ctx.uow.orders.get(event.order)
    if order is not None and not order.state.is_over and event.email in order.people:
        card.say(ctx, order, NOBODY_TOLD, email=event.email, reason=event.reason[:200])
