"""Asking: a contact asks for a Cisco representative; the wizard goes on meanwhile."""

from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.escalations import Reason
from bot.domain.orders import Order, OrderState
from bot.errors import Refusal
from bot.language.texts import _
from cards.notice import notice
from cards.words import LONGEST_WORDS, said
from handlers.chat import own_orders
from handlers.escalations import card, opening

router = Router()

TOLD = _("I have told the Cisco representatives about order {order}. They answer you here.")


TOLD_MEANWHILE = _("I have told the Cisco representatives about order {order}. They answer you here; you can go on.")


@router.command(
    "rep",
    usage=_("rep [your question]"),
    arguments=r"(?::|=)? ?(?P<words>.*)",
    takes_colon=True,
    help=_("Ask a Cisco representative; the setup goes on meanwhile"),
)
def ask(ctx: Context, words: str = "") -> None:
    """Call the reps with the partner's words; asked again, the words go under the same card."""
    order = order_asked_about(ctx)
    if words:
        ctx.uow.notes.add(order.number, ctx.person.email, said(words, LONGEST_WORDS), ctx.now)
    escalation = ctx.uow.escalations.get(order.number)
    if escalation is not None and escalation.reason == Reason.ASKED_FOR_REP:
        again = _("{person}, the contact of order {order}, asks: “{words}”") if words else _("{person} asks again.")
        card.say(ctx, order, again, words=words)
    else:
        opening.call_reps(ctx, order, Reason.ASKED_FOR_REP, words=said(words, LONGEST_WORDS))
    ctx.audit("asked_rep", order.number)
    is_over = order.state is OrderState.CLOSED
    ctx.reply_here(notice(ctx.t, TOLD if is_over else TOLD_MEANWHILE, order=order.number))


def order_asked_about(ctx: Context) -> Order:
    """Return the order in hand; where none is open, the one whose line has closed."""
    if own_orders.open_orders(ctx):
        return own_orders.current_order(ctx)
    closed = [order for order in own_orders.my_orders(ctx) if order.state is OrderState.CLOSED]
    if not closed:
        raise Refusal(_("There is no order with you at the moment. When one is due, I will write to you."))
    return closed[-1]
