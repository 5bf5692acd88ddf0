"""The Set Up Now card, which a contact gets on the start date, and the words that say what starting over deletes."""

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
from cards.words import say

# A translation says this of its own language.
THIS_LANGUAGE = _("English: type “language en”")


def start_card(
    order: Order,
    t: Texts,
    *,
    days_left: int,
    closes_on: date,
    pack: Pack,
    resumable: bool,
    late: bool = False,
    handed_by: str = "",
    partner: str = "",
    first_contact: bool = True,
    why: Why | None = None,
) -> Message:
    """Return the card that invites somebody to set up an order, or to go on with it.

    `handed_by` is the colleague who asks, `partner` the partner who gave the order to the customer.
    `why`, translated already, tells why they got this unasked.
    """
    closes = (t(_("Order line closes")), f"{t.day(closes_on)} ({days_left_words(days_left, t)})")
    return render(
        [
            e.Heading(t(_("Set up your Webex order"))),
            *([] if resumable else introduction(t, handed_by=handed_by, partner=partner, first_contact=first_contact)),
            *([e.Paragraph(t(LATE))] if late else []),
            e.Facts((*order_facts(order, t), closes)),
            *([e.Paragraph(t(_("Your progress is saved: “Resume” goes on where you stopped.")))] if resumable else []),
            *buttons(t, pack, resumable=resumable, handed=bool(handed_by)),
            *why_unfolded(why),
            other_languages(t(MORE if why else MORE_AND_STOP)),
        ],
        t,
    )


def other_languages(help_line: str) -> e.Unfold:
    """Return what shows how to change the language, named in each language for those who cannot read this card."""
    ways = [f"{ISOLATE}{t(THIS_LANGUAGE)}{POP_ISOLATE}" for t in all_texts()]
    inside = tuple(e.Paragraph(words, e.Look.SMALL) for words in (*ways, help_line))
    names = " · ".join(t.own_name.split(" (")[0].capitalize() for t in all_texts())
    return e.Unfold(names, inside, brief=f"{help_line}\n{' · '.join(ways)}")


MORE = _("Type “help” for everything else.")
MORE_AND_STOP = _("Type “stop” for no more reminders, “help” for everything else.")
LATE = _("This message is late. Nothing is lost: you can begin now.")
FROM_PARTNER = _(
    "This is the Set Up Now bot. Your partner {partner} has handed you the setup of this Cisco order: it takes a few "
    "questions, here in the chat."
)


def introduction(t: Texts, *, handed_by: str, partner: str, first_contact: bool) -> list[e.Paragraph]:
    """Return the sentences about who is writing, and why to this person."""
    if handed_by:
        return [
            e.Paragraph(say(t, _("{person} asks you to set up this Cisco order."), person=handed_by)),
            e.Paragraph(t(_("This is the Set Up Now bot: it takes you through the setup here in the chat."))),
        ]
    if first_contact and partner:
        return [e.Paragraph(say(t, FROM_PARTNER, partner=partner))]
    if first_contact:
        return [
            e.Paragraph(
                t(
                    _(
                        "This is the Set Up Now bot. You are the provisioning contact of a Cisco order, and its setup "
                        "can begin: it takes a few questions, here in the chat."
                    )
                )
            )
        ]
    return [e.Paragraph(t(_("The setup of this order takes a few questions, here in the chat.")))]


def buttons(t: Texts, pack: Pack, *, resumable: bool, handed: bool) -> list[e.Submit]:
    if handed:
        return [
            e.Submit(t(_("Set Up Now")), pack("accept"), main=True),
            e.Submit(t(_("Decline")), pack("decline")),
        ]
    if resumable:
        return [
            e.Submit(t(_("Resume")), pack("resume"), main=True),
            e.Submit(t(_("Start over")), pack("start_over")),
        ]
    return [e.Submit(t(_("Set Up Now")), pack("begin"), main=True)]


def forgotten(order: Order, t: Texts) -> e.Paragraph:
    """Return the elements that tell what starting over deletes."""
    forgets = _("The answers you gave for order {number} ({customer}) will be forgotten. What is confirmed stays.")
    return e.Paragraph(say(t, forgets, number=order.number, customer=order.customer_name))
