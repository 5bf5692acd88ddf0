"""The packet command: an order's person can have the hand-off packet again at any time, in any language."""

from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.orders import Order, OrderState
from bot.errors import Refusal
from bot.language.recognizing import language_named
from bot.language.texts import _, texts
from handlers.chat import own_orders
from handlers.chat.completion import is_finished
from handlers.wizard import sending_packet

router = Router()

NOT_READY = _("The hand-off packet is ready once the setup of an order is finished.")


@router.command(
    "packet",
    usage=_("packet [N] [language]"),
    arguments=r"(?P<words>.*)",
    help=_("The settings of an order that is set up, to copy from and as a file"),
)
def packet(ctx: Context, words: str = "") -> None:
    """Send the packet of the order named, else of the one set up last, in the language named."""
    language = next((found for word in words.split() if (found := language_named(word))), "")
    number = next((word for word in words.split() if not language_named(word)), "")
    ready = [order for order in own_orders.my_orders(ctx) if is_ready(ctx, order) and number in ("", order.number)]
    if not ready:
        raise Refusal(NOT_READY)
    latest = max(ready, key=lambda order: order.provisioned_at or ctx.now)
    sending_packet.send_packet(ctx, latest, texts(language) if language else ctx.t)


def is_ready(ctx: Context, order: Order) -> bool:
    """Return whether there is a packet of an order for this person."""
    is_complete = order.state is OrderState.PROVISIONED or is_finished(ctx.uow, order)
    return is_complete and order.holder == ctx.person.email
