"""Typing is enough: typing the words of a button on the newest card presses it."""

from dataclasses import replace
from typing import Any

from bot.dispatch.confirmations import ASKED, YES
from bot.dispatch.context import Context
from bot.dispatch.handling import press
from bot.domain.actions import Action
from bot.domain.events import CardSubmitted, MessagePosted
from bot.domain.outgoing import OutboxEntry
from bot.errors import Refusal
from bot.language.texts import _
from cards.pressing import buttons, carried, pressed
from handlers.chat import live_card, own_orders


def press_typed(ctx: Context, event: MessagePosted) -> bool:
    """Press the button whose words were typed, as the client would; returns whether there was one."""
    if event.is_out_of_context:
        return False
    # Words with a file are about the file, and not about the card that stands there.
    entry = ctx.uow.outbox.shown(newest_card(ctx)) if ctx.is_direct and not event.files else None
    if entry is None or not entry.message.card:
        return False
    inputs = pressed(entry.message.card, event.text) or answered(ctx, entry.message.card, event.text)
    if inputs is None:
        return False
    submitted = CardSubmitted(event.message_id, event.room_id, event.person, inputs)
    press(replace(ctx, event=submitted), submitted)
    return True


def answered(ctx: Context, card: dict[str, Any], words: str) -> dict[str, str] | None:
    """Return the submission that answers the question on a card; None where the words are neither yes nor no."""
    given = carried(card)
    asked = ctx.router.confirmations.get(ctx.signer.unpack(given).given.get(ASKED, "")) if given else None
    answer = asked.answer_in(words) if asked else ""
    submissions = [dict(button["data"]) for button in buttons(card)] if answer else []
    return next((each for each in submissions if ctx.signer.unpack(each).verb == answer), None)


def pressed_instead(ctx: Context) -> bool:
    """Press the button that has a command's words, such as Start over; returns whether the newest card has one."""
    return isinstance(ctx.event, MessagePosted) and press_typed(ctx, ctx.event)


def refuse_unless_a_step_asks(ctx: Context) -> None:
    """Refuse words as an answer where the newest card asks something else: a "yes" there is not about the step."""
    entry = ctx.uow.outbox.shown(newest_card(ctx))
    asked = asked_by(ctx, entry)
    if entry and entry.message.card and asked and not asked.step:
        titles = ctx.t.listing((str(button["title"]) for button in buttons(entry.message.card)), "or")
        about_order = _("The newest card is about order {order} and asks something else. Please type {words}.")
        sentence = about_order if asked.order else _("The newest card asks something else. Please type {words}.")
        raise Refusal(sentence, order=asked.order, words=titles)


def refuse_what_was_written_before(ctx: Context) -> None:
    """Refuse a typed answer to what cannot be undone, if it was written before its card was there to read."""
    entry = ctx.uow.outbox.shown(newest_card(ctx))
    asked = asked_by(ctx, entry)
    for_good = {step.name for step in ctx.wizard.steps if step.seals}
    if entry is None or asked is None or not (asked.step in for_good or asked.verb == YES):
        return
    if not entry.message_id or (ctx.arrived_at is not None and ctx.arrived_at < entry.created_at):
        raise Refusal(_("You wrote that before my last question was there. Please read it, and answer again."))


def asked_by(ctx: Context, entry: OutboxEntry | None) -> Action | None:
    """Return the action of a card's first button, which tells what the card asks; None where it has no button."""
    carries = carried(entry.message.card) if entry and entry.message.card else {}
    return ctx.signer.unpack(carries) if carries else None


def newest_card(ctx: Context) -> int:
    """Return the outbox entry of the person's newest live card; 0 when there is none."""
    email = ctx.person.email
    keys = [question_key(email), *(live_card.wizard_key(order, email) for order in own_orders.my_orders(ctx))]
    return max(ctx.uow.live_cards.get(key) or 0 for key in keys)


def question_key(email: str) -> str:
    """Return the key of a question that is not about one order, such as whether to import a file."""
    return f"question:{email}"
