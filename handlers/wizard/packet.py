"""The hand-off packet: it comes when everything is provisioned, and again whenever its person asks for it."""

from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.orders import Order, OrderState
from bot.domain.outgoing import Address
from bot.errors import Refusal
from bot.language.texts import Texts, _, language_named, texts
from cards.packet import packet_message
from handlers.chat import live_card, own_orders

router = Router()

NOT_READY = _("The hand-off packet is ready once the services of an order are provisioned.")


@router.command(
    "packet",
    "حزمة",
    "الحزمة",
    usage=_("packet [N] [en|ar]"),
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
    hand_over(ctx, latest, texts(language) if language else ctx.t)


def is_ready(ctx: Context, order: Order) -> bool:
    return order.state is OrderState.PROVISIONED and order.holder == ctx.person.email


def hand_over(ctx: Context, order: Order, t: Texts) -> None:
    """Send the packet in a line of its own: where files are not taken, nothing waits for it."""
    progress = live_card.progress_of(ctx, order, order.holder)
    stops = ctx.wizard.path(progress, live_card.situation_of(ctx, order, order.holder))
    known = ctx.uow.people.by_email(order.holder)
    room = known.room_id if known else None
    address = Address(room_id=room) if room else Address(email=order.holder)
    ctx.send_to(address, packet_message(order, t, stops=stops), order=order.number, awaited=False)
