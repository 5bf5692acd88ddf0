"""How things end: provisioned, stopped, with somebody else; and what a used card becomes."""

from collections.abc import Callable, Sequence

from bot.domain.orders import STATE_NAMES, Order
from bot.domain.outgoing import Message
from bot.intake.columns import REP
from bot.language.texts import Texts, _
from bot.wizard.engine import Stop
from cards import elements as e
from cards.describe import fact_of, order_facts
from cards.kit import render
from cards.packet import packet_parts
from cards.words import said, say

Pack = Callable[..., dict[str, str]]

MOST_LINES, LONGEST_LINE = 12, 400


def provisioned_card(order: Order, t: Texts, *, stops: Sequence[Stop]) -> Message:
    """Sum up a finished order. `stops` is the path that led here; its sections are in the order of Control Hub."""
    return render(
        [
            e.Paragraph(f"✓ {t(_('Done'))}", e.Look.GOOD),
            e.Heading(t(_("Your services are provisioned"))),
            e.Paragraph(t(_("The subscription is active, and billing has started for all services purchased."))),
            e.Paragraph(t(_("This is the hand-off packet: your settings, in the order of the forms in Control Hub."))),
            *(
                element
                for title, rows in packet_parts(order, t, stops)
                for element in (e.Section(title), e.Facts(rows))
            ),
        ],
        t,
    )


def retired_card(title: str, summary: str, t: Texts) -> Message:
    """Show what a used card becomes: what was asked and answered, with nothing left to press.

    `title` is a marked sentence or said already, `summary` is said already; each line of it is a paragraph.
    """
    lines = [line for line in summary.splitlines()[:MOST_LINES] if line.strip()]
    return render(
        [
            e.Paragraph(f"✓ {t(_('Answered'))}", e.Look.SUBTLE),
            e.Paragraph(t(title), e.Look.STRONG),
            *(e.Paragraph(said(line, LONGEST_LINE)) for line in lines),
        ],
        t,
    )


def replaced_card(t: Texts) -> Message:
    """Show what a card becomes that was left without an answer: a word that the newer one counts."""
    return render([e.Paragraph(t(_("This card was replaced by a newer one below.")), e.Look.SUBTLE)], t)


def stopped_card(order: Order, t: Texts) -> Message:
    """Say that the setup is stopped because an organization was not recognized."""
    stopped = _("The setup of order {number} is stopped, because you don't recognize an organization.")
    return render(
        [
            e.Heading(t(_("Setup is stopped"))),
            e.Paragraph(say(t, stopped, number=order.number)),
            e.Paragraph(t(_("Please contact your Cisco representative, and do not proceed."))),
            e.Paragraph(t(_("We have told the Cisco representatives. Your answers are kept."))),
            *representative(order, t),
        ],
        t,
    )


def representative(order: Order, t: Texts) -> list[e.Facts]:
    return [e.Facts((fact_of(order, REP, t),))] if order.rep else []


def with_customer_card(order: Order, t: Texts) -> Message:
    """Tell the partner that the order has left; no more is seen of it from here on."""
    gone = _("Order {number} is now with the customer, {customer}, who sets up the services.")
    return render(
        [
            e.Heading(t(_("The customer will set up"))),
            e.Paragraph(say(t, gone, number=order.number, customer=order.customer_name)),
            e.Paragraph(t(_("There is nothing left for you to do here."))),
        ],
        t,
    )


def with_colleague_card(order: Order, t: Texts) -> Message:
    """Tell who had the order before where it is now; they can look, and not write."""
    return render(
        [
            e.Heading(t(_("A colleague sets up this order"))),
            e.Paragraph(say(t, _("Order {number} is with {person}."), number=order.number, person=order.holder)),
            e.Facts((*order_facts(order, t), (t(_("State")), t(STATE_NAMES[order.state])))),
        ],
        t,
    )


def waiting_for_colleague_card(order: Order, t: Texts, *, pack: Pack) -> Message:
    """Say who was asked to take over; until they accept, the order can be taken back."""
    asked = _("{colleague} has been asked to set up order {number}. The order stays with you until they accept.")
    return render(
        [
            e.Heading(t(_("Waiting for your colleague"))),
            e.Paragraph(say(t, asked, colleague=order.nominee, number=order.number)),
            e.Submit(t(_("Take it back")), pack("take_back")),
        ],
        t,
    )
