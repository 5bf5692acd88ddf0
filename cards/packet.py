"""The hand-off packet: all answers in the order in which Control Hub asks for them, as text and as a file."""

from collections.abc import Iterator, Sequence
from itertools import chain

from bot.dispatch.commands import usual_word
from bot.domain.orders import Order
from bot.domain.outgoing import File, Message
from bot.intake.columns import PARTNER, SUBSCRIPTION
from bot.language.texts import Texts, _, all_texts
from bot.wizard.step import Stop
from cards.describe import Pair, fact_of, order_facts
from cards.spreadsheet import spreadsheet
from cards.words import as_written, bare

Part = tuple[str, tuple[Pair, ...]]


def packet_message(order: Order, t: Texts, *, stops: Sequence[Stop]) -> Message:
    """Return the packet in one language to copy from, with the file that holds it in all."""
    sentence = _("The hand-off packet of order {order}, to copy from, and as a file for a spreadsheet.")
    lines = [t(sentence, order=order.number), *copy_lines(order, t, stops), "", *in_other_words(t)]
    return Message("\n".join(lines), file=File(f"order-{order.number}.csv", packet_csv(order, t, stops)))


def packet_parts(order: Order, t: Texts, stops: Sequence[Stop]) -> list[Part]:
    """Return the order, the organizations as reviewed, then every setting, section by section; each under a title."""
    bought = (fact_of(order, column, t) for column in (PARTNER, SUBSCRIPTION))
    parts = [(t(_("Order")), (*order_facts(order, t), *(row for row in bought if row[1])))]
    for stop in stops:
        if stop.step.then == "map":
            reviewed = stop.facts(t)[1:]
            parts.append((t(_("Organizations")), tuple((t(fact.label), fact.value) for fact in reviewed)))
        elif stop.step.hub:
            parts.append((t(stop.step.title), tuple((t(fact.label), fact.value) for fact in stop.told(t))))
    return [(title, rows) for title, rows in parts if rows]


def copy_lines(order: Order, t: Texts, stops: Sequence[Stop]) -> Iterator[str]:
    """Return the packet as lines to copy from, without invisible characters in values."""
    for title, rows in packet_parts(order, t, stops):
        yield ""
        yield title
        yield from (t.labelled(label, bare(as_written(value))) for label, value in rows)


def in_other_words(t: Texts) -> list[str]:
    """Return how to get the packet in each other language."""
    sentence = _("The same in {language}: type “{words}”.")
    packet = usual_word("packet", t)
    return [t(sentence, language=each.own_name, words=f"{packet} {each.language}") for each in others_than(t)]


def others_than(t: Texts) -> list[Texts]:
    """Return the sentences of every other language."""
    return [each for each in all_texts() if each is not t]


def packet_csv(order: Order, t: Texts, stops: Sequence[Stop]) -> str:
    """Return the packet as CSV: section, field and value, first in the reader's language, then in the others."""
    head, *rows = zip(*(columns_of(order, each, stops) for each in (t, *others_than(t))), strict=True)
    return spreadsheet([*chain(*head)], (tuple(chain(*row)) for row in rows))


def columns_of(order: Order, t: Texts, stops: Sequence[Stop]) -> list[tuple[str, str, str]]:
    """Return the three columns of one language, with their heads."""
    rows = [(title, *row) for title, rows in packet_parts(order, t, stops) for row in rows]
    return [(t(_("Section")), t(_("Field")), t(_("Value"))), *rows]
