"""Typing is enough: typing the words of a button on the newest card presses it."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from bot.dispatch.confirmations import ASKED, YES
from bot.dispatch.context import Context
from bot.dispatch.handling import press
from bot.domain.actions import Action
from bot.domain.events import CardSubmitted, MessagePosted
from bot.domain.outgoing import OutboxEntry
from bot.errors import Refusal
from bot.language.answers import answer_meant
from bot.language.texts import _
from bot.wizard.step import SEEN
from cards.pressing import buttons, inputs_on, pressed
from handlers.chat import live_card, own_orders
from handlers.chat.suggestions import key_of_offer

# The main buttons of the cards that lead into an order.
WAYS_IN = frozenset({"begin", "resume", "accept"})


def press_typed(ctx: Context, event: MessagePosted) -> bool:
    """Press the button whose words were typed, as the client would; returns whether there was one."""
    # Words with a file are about the file, and not about the card that stands there.
    if event.is_out_of_context or event.files or not ctx.is_direct:
        return False
    cards = (live_card.card_shown(ctx, entry) for entry in newest_cards(ctx))
    meant = (pressed(card, event.text) or answered(ctx, card, event.text) for card in cards)
    inputs = next(filter(None, meant), None)
    if inputs is not None:
        submit(ctx, event, inputs)
    return inputs is not None


def press_way_in(ctx: Context) -> bool:
    """Press the button that leads into an order, if the newest card is one that asks in; return whether it did."""
    inputs = pressed_by(ctx, way_in_shown(ctx), "accept")
    if inputs is None or not isinstance(ctx.event, MessagePosted):
        return False
    submit(ctx, ctx.event, inputs)
    return True


def way_in_shown(ctx: Context) -> dict[str, Any]:
    """Return the newest card if it leads into an order, and no list to choose from came after it; else an empty one."""
    lasting, listed = newest_card(ctx), ctx.uow.live_cards.get(own_orders.list_key(ctx.person.email)) or 0
    card = live_card.card_shown(ctx, lasting) if ctx.is_direct and lasting > listed else {}
    asked = live_card.action_on(ctx, card)
    return card if asked and asked.verb in WAYS_IN else {}


def submit(ctx: Context, event: MessagePosted, inputs: dict[str, str]) -> None:
    """Handle what a client would send, in place of the words that were typed."""
    if ctx.signer.unpack(inputs).verb == YES:
        refuse_what_was_written_before(ctx)
    submitted = CardSubmitted(event.message_id, event.room_id, event.person, inputs)
    press(replace(ctx, event=submitted), submitted)


def answered(ctx: Context, card: dict[str, Any], words: str) -> dict[str, str] | None:
    """Return the submission of the button that words such as yes and no press; None where they press none."""
    asked = live_card.action_on(ctx, card)
    confirmation = ctx.router.confirmations.get(asked.given.get(ASKED, "")) if asked else None
    if confirmation is None:
        return pressed_by(ctx, card, answer_meant(words))
    answer = confirmation.answer_in(words)
    return next((inputs for inputs, action in actions_on(ctx, card) if action.verb == answer), None)


def pressed_by(ctx: Context, card: dict[str, Any], answer: str) -> dict[str, str] | None:
    """Return the submission of the first button that is pressed by an answer."""
    found = actions_on(ctx, card) if answer else ()
    return next((inputs for inputs, action in found if answer in ctx.router.pressed_by.get(action.verb, ())), None)


def actions_on(ctx: Context, card: dict[str, Any]) -> Iterator[tuple[dict[str, str], Action]]:
    """Yield what each button of a card would send, and what that does."""
    for button in buttons(card):
        yield {**inputs_on(card), **button["data"]}, ctx.signer.unpack(button["data"])


def pressed_instead(ctx: Context) -> bool:
    """Press the button that has a command's words, such as Start over; returns whether the newest card has one."""
    return isinstance(ctx.event, MessagePosted) and press_typed(ctx, ctx.event)


def refuse_unless_a_step_asks(ctx: Context) -> None:
    """Refuse words as an answer where the newest card asks something else: a "yes" there is not about the step."""
    entry = ctx.uow.posted.shown(newest_card(ctx))
    asked = asked_by(ctx, entry)
    if entry and entry.message.card and asked and not asked.step:
        titles = ctx.t.listing((str(button["title"]) for button in buttons(entry.message.card)), "or")
        about_order = _("The newest card is about order {order} and asks something else. Please type {words}.")
        sentence = about_order if asked.order else _("The newest card asks something else. Please type {words}.")
        raise Refusal(sentence, order=asked.order, words=titles)


def refuse_what_was_written_before(ctx: Context) -> None:
    """Refuse a typed answer to a question, or to a step with a warning, if its card was not there to read by then."""
    entry = ctx.uow.posted.shown(newest_card(ctx))
    asked = asked_by(ctx, entry)
    if entry is None or asked is None or not asked.given.keys() & {ASKED, SEEN}:
        return
    if not entry.message_id or is_of_before(ctx, entry):
        raise Refusal(_("You wrote that before you could see my last question. Please read it, and answer again."))


def is_of_before(ctx: Context, card: OutboxEntry) -> bool:
    """Return whether words came before a card was made, or were written before what it follows from.

    Webex may tell late of what was written; the card follows from what its reader did last.
    """
    written_at = getattr(ctx.event, "happened_at", None)
    is_late = written_at is not None and ctx.uow.inbox.has_since(ctx.person.id, written_at)
    return is_late or (ctx.arrived_at is not None and ctx.arrived_at < card.created_at)


def is_asked(ctx: Context) -> bool:
    """Return whether the newest card before the person asks a step, or something that is confirmed."""
    asked = live_card.action_on(ctx, live_card.card_shown(ctx, newest_card(ctx)))
    return asked is not None and (bool(asked.step) or ASKED in asked.given)


def asked_by(ctx: Context, entry: OutboxEntry | None) -> Action | None:
    """Return the action of a message's first button, which tells what it asks; None where it has no button."""
    return live_card.action_on(ctx, entry.message.card) if entry and entry.message.card else None


def newest_cards(ctx: Context) -> Iterator[int]:
    """Yield the entries of the cards that typed words may press: a list or an offer that came last goes first."""
    lasting, email = newest_card(ctx), ctx.person.email
    passing = max(ctx.uow.live_cards.get(key) or 0 for key in (own_orders.list_key(email), key_of_offer(email)))
    if passing > lasting:
        yield passing
    yield lasting


def newest_card(ctx: Context) -> int:
    """Return the outbox entry of the person's newest live card; 0 when there is none."""
    email = ctx.person.email
    keys = [question_key(email), *(live_card.wizard_key(order, email) for order in own_orders.my_orders(ctx))]
    return max(ctx.uow.live_cards.get(key) or 0 for key in keys)


def question_key(email: str) -> str:
    """Return the key of a question that is not about one order, such as whether to import a file."""
    return f"question:{email}"
