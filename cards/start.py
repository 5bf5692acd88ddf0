"""The Set Up Now card, which a contact gets on the start date, and the words that say what starting over deletes."""

from dataclasses import dataclass
from datetime import date

from bot.domain.actions import Pack
from bot.domain.orders import Order
from bot.domain.outgoing import Message
from bot.language.texts import ISOLATE, POP_ISOLATE, Texts, _, all_texts
from bot.reminders.why import Why
from cards import elements as e
from cards.describe import days_left_words, order_facts
from cards.kit import render
from cards.unfolding import why_unfolded
from cards.words import say, unbroken

# A translation says this of its own language.
THIS_LANGUAGE = _("English: type “language en”")
MORE = _("Type “help” for everything else.")
MORE_AND_STOP = _("Type “stop” for no more reminders, “help” for everything else.")
LATE = _("This message is late. Nothing is lost: you can begin now.")
SAVED = _("Your progress is saved: “Resume” goes on where you stopped.")
FROM_PARTNER = _(
    "This is the Set Up Now bot. Your partner {partner} has handed you the setup of this Cisco order: it takes a few "
    "questions, here in the chat."
)
FROM_COLLEAGUE = _("{person} asks you to set up this Cisco order.")
TO_COLLEAGUE = _("This is the Set Up Now bot: it takes you through the setup here in the chat.")
TO_CONTACT = _(
    "This is the Set Up Now bot. You are the provisioning contact of a Cisco order, and its setup can begin: it takes "
    "a few questions, here in the chat."
)
TAKES_A_FEW_QUESTIONS = _("The setup of this order takes a few questions, here in the chat.")


@dataclass(frozen=True, slots=True)
class Invitation:
    """What invites somebody to set up an order, or to go on with it where it `is_resumable`.

    `handed_by` is the colleague who asks, `partner` the partner who gave the order to the customer.
    `why`, translated already, tells why they got this unasked.
    """

    order: Order
    days_left: int
    closes_on: date
    is_resumable: bool = False
    is_late: bool = False
    handed_by: str = ""
    partner: str = ""
    is_first_contact: bool = True
    why: Why | None = None


def start_card(invitation: Invitation, t: Texts, pack: Pack) -> Message:
    """Return the card that invites somebody to set up an order, or to go on with it."""
    left = unbroken(f"({days_left_words(invitation.days_left, t)})")
    closes = (t(_("Order line closes")), f"{t.day(invitation.closes_on)} {left}")
    return render(
        [
            e.Heading(t(_("Set up your Webex order"))),
            *([] if invitation.is_resumable else introduction(invitation, t)),
            *([e.Paragraph(t(LATE))] if invitation.is_late else []),
            e.Facts((*order_facts(invitation.order, t), closes)),
            *([e.Paragraph(t(SAVED))] if invitation.is_resumable else []),
            *buttons(invitation, t, pack),
            *why_unfolded(invitation.why),
            other_languages(t(MORE if invitation.why else MORE_AND_STOP)),
        ],
        t,
    )


def other_languages(help_line: str) -> e.Unfold:
    """Return what shows how to change the language, named in each language for those who cannot read this card."""
    ways = [f"{ISOLATE}{t(THIS_LANGUAGE)}{POP_ISOLATE}" for t in all_texts()]
    inside = tuple(e.Paragraph(words, e.Look.SMALL) for words in (*ways, help_line))
    names = " · ".join(t.own_name.split(" (")[0].capitalize() for t in all_texts())
    return e.Unfold(names, inside, brief=f"{help_line}\n{' · '.join(ways)}")


def introduction(invitation: Invitation, t: Texts) -> list[e.Paragraph]:
    """Return the sentences about who is writing, and why to this person."""
    if invitation.handed_by:
        return [e.Paragraph(say(t, FROM_COLLEAGUE, person=invitation.handed_by)), e.Paragraph(t(TO_COLLEAGUE))]
    if invitation.is_first_contact and invitation.partner:
        return [e.Paragraph(say(t, FROM_PARTNER, partner=invitation.partner))]
    return [e.Paragraph(t(TO_CONTACT if invitation.is_first_contact else TAKES_A_FEW_QUESTIONS))]


def buttons(invitation: Invitation, t: Texts, pack: Pack) -> list[e.Submit]:
    if invitation.handed_by:
        return [
            e.Submit(t(_("Set Up Now")), pack("accept"), main=True),
            e.Submit(t(_("Decline")), pack("decline")),
        ]
    if invitation.is_resumable:
        return [
            e.Submit(t(_("Resume")), pack("resume"), main=True),
            e.Submit(t(_("Start over")), pack("start_over")),
        ]
    return [e.Submit(t(_("Set Up Now")), pack("begin"), main=True)]


def forgotten(order: Order, t: Texts) -> e.Paragraph:
    """Return the sentence that tells which answers starting over forgets."""
    forgets = _("The answers you gave for order {number} ({customer}) will be forgotten. What is confirmed stays.")
    return e.Paragraph(say(t, forgets, number=order.number, customer=order.customer_name))
