"""Confirmations: before an act, one person is asked one question, on a card whose answers can be typed as well."""

import hashlib
from collections.abc import Callable, Mapping
from functools import partial

from bot.dispatch.confirmations import ASKED, SHOWN, YES, Confirmation, Question
from bot.dispatch.context import Context
from bot.dispatch.handling import OLDER
from bot.domain.actions import Action
from bot.domain.outgoing import LONGEST_TEXT, Message, OutboxEntry
from bot.errors import NotAllowed, Refusal
from bot.language.texts import Texts, _
from cards.confirm import confirm_card
from cards.notice import notice
from cards.outcome import retired_card
from cards.twin import written
from handlers.chat import live_card, typed_buttons


def ask(ctx: Context, name: str, **about: str) -> None:
    """Ask the question that a handler declares under a name, about something as it stands now."""
    question = ctx.router.confirmations[name].asks(ctx, **about)
    if question is not None:
        show(ctx, name, question, about)


def show(ctx: Context, name: str, question: Question, about: Mapping[str, str], *, has_changed: bool = False) -> None:
    """Show a question; `has_changed` says that it was asked before, when things stood otherwise."""
    confirmation = ctx.router.confirmations[name]
    given = {**about, ASKED: name, SHOWN: shown_by(question, ctx)}
    pack = partial(ctx.packer(ctx.uow.orders.get(about.get("order", "")), person=ctx.person.email), given=given)
    card = confirm_card(confirmation, question, ctx.t, pack, has_changed=has_changed)
    if question.step_of is None:
        ctx.uow.live_cards.replace(typed_buttons.question_key(ctx.person.email), ctx.reply_privately(card))
    else:
        live_card.show_to(ctx, question.step_of, ctx.person.email, card)


def shown_by(question: Question, ctx: Context) -> str:
    """Return a fingerprint of what a question shows; it changes with every word."""
    words = written([*question.shows, *question.details], ctx.t, LONGEST_TEXT)
    return hashlib.sha256(f"{question.mark}\n{words}".encode()).hexdigest()[:16]


def confirmation_of(ctx: Context, action: Action) -> tuple[Confirmation, dict[str, str]]:
    """Return the question that a button answers, and what it is about; refuse where it is no longer asked."""
    confirmation = ctx.router.confirmations.get(action.given.get(ASKED, ""))
    if confirmation is None:
        raise NotAllowed(OLDER)
    return confirmation, {name: value for name, value in action.given.items() if name not in (ASKED, SHOWN)}


def take(ctx: Context, action: Action) -> Question | None:
    """Take an answer: its question is closed, and returned as it would be asked now.

    Returns None where there is nothing to ask any more; then something else was said or shown. Of two buttons of one
    card that are pressed at once, the first counts.
    """
    confirmation, about = confirmation_of(ctx, action)
    question, entry = confirmation.asks(ctx, **about), card_answered(ctx, action)
    key = typed_buttons.question_key(ctx.person.email)
    if entry is not None and entry.id == ctx.uow.live_cards.get(key):
        ctx.uow.live_cards.forget(key)
    if question is None or entry is None:
        return question
    is_answered = not is_asked_by(ctx, ctx.uow.posted.shown(entry.id), action)
    if question.step_of is not None:
        # The card of a step is retired by what takes its place, and is shown again to whoever presses an older one.
        if is_answered:
            confirmation.left(ctx, **about)
        return None if is_answered else question
    if is_answered:
        raise Refusal(_("That was already answered."))
    live_card.retire(ctx, entry.id, entry.address, lambda: as_answered(confirmation, question, action, ctx.t))
    return question


def card_answered(ctx: Context, action: Action) -> OutboxEntry | None:
    """Return the entry of the card with a question, whether its button was pressed or the words of that were typed."""
    live = ctx.uow.live_cards.get(typed_buttons.question_key(ctx.person.email))
    pressed = ctx.uow.posted.entry_of(getattr(ctx.event, "message_id", ""))
    found = (ctx.uow.outbox.get(entry) for entry in (pressed, live) if entry is not None)
    return next((entry for entry in found if is_asked_by(ctx, entry, action)), None)


def is_asked_by(ctx: Context, entry: OutboxEntry | None, action: Action) -> bool:
    """Return whether a card asks the question that a button answers."""
    asked = typed_buttons.asked_by(ctx, entry)
    return asked is not None and asked.given == action.given


def as_answered(confirmation: Confirmation, question: Question, action: Action, t: Texts) -> Message:
    """Return what the card of a question becomes: what was asked, and the button that was pressed."""
    pressed = confirmation.yes if action.verb == YES else confirmation.no
    return retired_card(t(confirmation.title, **question.values), t(pressed), t)


def saying(sentence: str) -> Callable[..., None]:
    """Return a function that answers a no with one sentence, where nothing else follows from it."""

    def say_so(ctx: Context, **about: str) -> None:
        ctx.reply_here(notice(ctx.t, sentence, **about))

    return say_so
