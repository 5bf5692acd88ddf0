"""The hand-off packet as a file: every field in the order in which Control Hub asks for it, one a row."""

from collections.abc import Iterator, Sequence

from bot.orders import Order
from bot.outgoing import File, Message
from bot.texts import Texts, _
from bot.wizard.engine import Stop
from cards.describe import order_rows
from cards.spreadsheet import spreadsheet


def packet_message(order: Order, t: Texts, *, stops: Sequence[Stop]) -> Message:
    """Return the message that brings the packet along as a CSV file."""
    words = t(_("The hand-off packet of order {order}, as a file for a spreadsheet."), order=order.number)
    return Message(words, file=File(f"order-{order.number}.csv", packet_csv(order, t, stops)))


def packet_csv(order: Order, t: Texts, stops: Sequence[Stop]) -> str:
    """Return the packet as CSV: section, field, value."""
    return spreadsheet([t(_("Section")), t(_("Field")), t(_("Value"))], packet_rows(order, t, stops))


def packet_rows(order: Order, t: Texts, stops: Sequence[Stop]) -> Iterator[tuple[str, str, str]]:
    """Return the order, the organizations, then every setting, section by section."""
    for label, value in order_rows(order, t):
        yield t(_("Order")), label, value
    for stop in stops:
        if stop.step.then == "map":
            for fact in stop.step.facts(stop.situation, t)[1:]:
                yield t(_("Organizations")), t(fact.label), fact.value
        if stop.step.hub:
            yield from ((t(stop.step.title), t(fact.label), fact.value) for fact in stop.told(t))
