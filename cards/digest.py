"""One message about several orders that are due for one person, each with a button that opens it."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.actions import Pack
from bot.domain.orders import Order
from bot.domain.outgoing import Message
from bot.language.texts import Texts, _
from bot.reminders.why import Why
from cards import elements as e
from cards.describe import orders_waiting
from cards.kit import render
from cards.limits import MOST_CHOICES
from cards.nudge import LATE
from cards.orders import line_about, next_page, order_typed, unshown, which
from cards.unfolding import why_unfolded

INTRODUCTION = _(
    "This is the Set Up Now bot. These Cisco orders wait for you to set them up, the nearest to closing first."
)


def digest_card(
    orders: Sequence[Order], t: Texts, *, now: datetime, default_zone: str, pack: Pack, late: bool, why: Why
) -> Message:
    """Return the list of orders due for somebody. `why`, translated already, tells why they got this."""
    shown = orders[:MOST_CHOICES]
    lines = [line_about(order, t, now, default_zone, order.holder) for order in shown]
    return render(
        [
            e.Heading(orders_waiting(len(orders), t)),
            e.Paragraph(t(INTRODUCTION)),
            *([e.Paragraph(t(LATE))] if late else []),
            e.TextOnly(t(_("To open an order, type “order” and its number."))),
            *(e.TextOnly(line) for line in lines),
            which(shown, lines, t),
            *unshown(len(orders) - len(shown), t),
            e.Submit(t(_("Open")), pack("open_order"), submits=True, main=True, typed=order_typed(shown[0], t)),
            *next_page(orders, 1, t, pack),
            *why_unfolded(why),
        ],
        t,
    )
