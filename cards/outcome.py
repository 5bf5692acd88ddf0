"""Cards about how a setup ends: provisioned, ready at Cisco, stopped, handed on; and what a used card becomes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.actions import Pack
from bot.domain.orders import STATE_NAMES, Order
from bot.domain.outgoing import Message
from bot.domain.provisioning import Evidence
from bot.intake.columns import REP
from bot.language.texts import Texts, _
from bot.wizard.step import Stop
from cards import elements as e
from cards.describe import HOLDER, IT_IS_DONE, SIMULATED, fact_of, order_facts, orders_waiting, until_closing
from cards.kit import render
from cards.packet import packet_parts
from cards.words import said, say

MOST_LINES, LONGEST_LINE = 12, 400

# The sender of Cisco's mail about an order, and the page that admins use without it: help.webex.com, WBX000028108.
WAYS_IN = {"sender": "webex_comm@webex.com", "page": "admin.webex.com"}
OPENS = _("Open it with the link in Cisco's mail about this order (from {sender}), or at {page}.")
ENTERS = _("Enter the settings of the packet below. If a site name or subdomain is taken, choose another one there.")
CREATES_PASSWORD = _("Create the password of the new partner organization there. Never write it in the chat.")
PROVISIONS = _("Press Provision. Billing starts then.")
COMES_BACK = _("Press It is done here. Until then the order stays open, and I will remind you.")
TOLD = {
    Evidence.TOLD: _("{person} said so on {moment}. I have not seen it at Cisco myself."),
    Evidence.SYSTEM_SAID: _(
        "The partner's provisioning system said so on {moment}. I have not seen it at Cisco myself."
    ),
    Evidence.IN_LICENSES: _("The licenses of {person} show the subscription of this order; seen on {moment}."),
    Evidence.IN_ORDER_STATUS: _("Cisco Commerce calls the order “{person}”; seen on {moment}."),
}


TOLD_TITLE, SEEN_TITLE = _("Reported as provisioned at Cisco"), _("Your order is provisioned at Cisco")


@dataclass(frozen=True, slots=True)
class Told:
    """Who said that an order is provisioned at Cisco, and when. `zone` is the time zone of orders that name none.

    `person` is who said it, or where it was seen.
    """

    how: Evidence
    person: str
    at: datetime
    zone: str


def provisioned_card(order: Order, t: Texts, *, stops: Sequence[Stop], others: int = 0) -> Message:
    """Return the summary of an order whose provisioning was simulated. `stops` are the steps that were answered.

    `others` is how many orders wait for its person.
    """
    return render(
        [
            e.Paragraph(f"✓ {t(_('Done'))}", e.Look.GOOD),
            e.Paragraph(t(SIMULATED), e.Look.SUBTLE),
            e.Heading(t(_("Your services are provisioned"))),
            e.Paragraph(t(_("The subscription is active, and billing has started for all services purchased."))),
            *what_is_next(others, t),
            *packet_of(order, t, stops),
        ],
        t,
    )


def told_card(order: Order, t: Texts, *, stops: Sequence[Stop], told: Told, others: int = 0) -> Message:
    """Return the summary of an order that somebody says is provisioned at Cisco, as their word and not ours."""
    word = t(TOLD[told.how], person=said(told.person), moment=t.moment(told.at, order.tz(told.zone)))
    return render(
        [
            e.Paragraph(f"✓ {t(_('Done'))}", e.Look.GOOD),
            e.Heading(t(SEEN_TITLE if told.how.is_seen else TOLD_TITLE)),
            e.Paragraph(word),
            *what_is_next(others, t),
            *packet_of(order, t, stops),
        ],
        t,
    )


def what_is_next(others: int, t: Texts) -> list[e.Element]:
    """Point to the orders that wait for somebody who has just finished one, if there are any."""
    if not others:
        return []
    return [e.Paragraph(t(_("{orders}. Type orders to go on."), orders=orders_waiting(others, t)), e.Look.STRONG)]


def ready_card(order: Order, t: Texts, *, stops: Sequence[Stop], days_left: int, pack: Pack) -> Message:
    """Return the message that all is answered, and that somebody now provisions in Cisco's wizard."""
    new_partner = any(stop.step.name == "new_partner_org" for stop in stops)
    return render(
        [
            e.Paragraph(f"✓ {t(_('Your answers are complete'))}", e.Look.GOOD),
            e.Heading(t(_("Ready at Cisco"))),
            e.Paragraph(until_closing(days_left, t), e.Look.STRONG),
            e.Paragraph(t(_("Nothing is provisioned yet. Go on in Cisco's wizard:"))),
            *(e.Paragraph(f"{n}. {t(each, **WAYS_IN)}") for n, each in enumerate(what_is_left(new_partner), start=1)),
            e.Submit(t(IT_IS_DONE), pack("done"), main=True),
            *packet_of(order, t, stops),
        ],
        t,
    )


def what_is_left(new_partner: bool) -> Iterator[str]:
    """Yield what somebody still does at Cisco, step by step, as marked sentences."""
    yield OPENS
    yield ENTERS
    if new_partner:
        yield CREATES_PASSWORD
    yield PROVISIONS
    yield COMES_BACK


def packet_of(order: Order, t: Texts, stops: Sequence[Stop]) -> list[e.Element]:
    """Return the packet as tables; its sections are in the order of Control Hub."""
    parts = packet_parts(order, t, stops)
    tables = (element for title, rows in parts for element in (e.Section(title), e.Facts(rows)))
    what = _("This is the hand-off packet: your settings, in the order of the forms in Control Hub.")
    return [e.Paragraph(t(what)), *tables]


def retired_card(title: str, summary: str, t: Texts, done: str = _("Answered")) -> Message:
    """Return what a used card becomes: what was asked and answered, without buttons.

    `title` may be translated already; `summary` is. Each line of the summary is a paragraph. `done` is a marked word.
    """
    lines = [line for line in summary.splitlines()[:MOST_LINES] if line.strip()]
    return render(
        [
            e.Paragraph(f"✓ {t(done)}", e.Look.SUBTLE),
            e.Paragraph(t(title), e.Look.STRONG),
            *(e.Paragraph(said(line, LONGEST_LINE)) for line in lines),
        ],
        t,
    )


def replaced_card(t: Texts) -> Message:
    """Return what an unanswered card becomes once there is a newer one: a hint to that."""
    return render([e.Paragraph(t(_("This card was replaced by a newer one below.")), e.Look.SUBTLE)], t)


CALLED = _("The Cisco representatives have been told. Your answers are kept.")
NOBODY_CALLED = _("I do not know any representative of this order whom I could tell. Your answers are kept.")


def stopped_card(
    order: Order, t: Texts, *, names: Sequence[str], is_called: bool, claimed_by: str, pack: Pack
) -> Message:
    """Return the message that the setup is stopped because the organizations of these names were not recognized.

    That can be taken back until a representative has claimed it.
    """
    stopped = _("The setup of order {number} is stopped, because you don't recognize {names}.")
    organizations = t.listing((said(name) for name in names), "or") if names else t(_("an organization"))
    return render(
        [
            e.Heading(t(_("Setup is stopped"))),
            e.Paragraph(t(stopped, number=said(order.number), names=organizations)),
            e.Paragraph(t(_("Please contact your Cisco representative, and do not proceed."))),
            e.Paragraph(t(CALLED if is_called else NOBODY_CALLED)),
            *representative(order, t),
            *taking_back(t, claimed_by, pack),
        ],
        t,
    )


def taking_back(t: Texts, claimed_by: str, pack: Pack) -> list[e.Element]:
    """Offer to take it back that an organization is not recognized; else say who looks into it."""
    if claimed_by:
        return [e.Paragraph(say(t, _("{person}, Cisco representative, looks into it."), person=claimed_by))]
    until = _("If you recognize it after all, press the button: you can until a representative has claimed the order.")
    return [e.Paragraph(t(until)), e.Submit(t(_("I recognize it after all")), pack("recognize"))]


def representative(order: Order, t: Texts) -> list[e.Facts]:
    return [e.Facts((fact_of(order, REP, t),))] if order.rep else []


def with_customer_card(order: Order, t: Texts) -> Message:
    """Return the message for the partner that the order is with the customer, who alone sees it from now on."""
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
    """Return the message for the former person of an order about who has it now."""
    return render(
        [
            e.Heading(t(_("A colleague sets up this order"))),
            e.Facts((*order_facts(order, t), (t(HOLDER), order.holder), (t(_("State")), t(STATE_NAMES[order.state])))),
        ],
        t,
    )


def waiting_for_colleague_card(order: Order, t: Texts, *, pack: Pack) -> Message:
    """Return the message about who was asked to take over, with a button to take the order back."""
    asked = _("{colleague} has been asked to set up order {number}. The order stays with you until they accept.")
    return render(
        [
            e.Heading(t(_("Waiting for your colleague"))),
            e.Paragraph(say(t, asked, colleague=order.nominee, number=order.number)),
            e.Submit(t(_("Take it back")), pack("take_back")),
        ],
        t,
    )
