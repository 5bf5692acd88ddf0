"""Confirmations: before an act, one person is asked one question, on a card whose answers can be typed as well."""

import hashlib
from collections.abc import Callable, Mapping
from functools import partial

from bot.dispatch.confirmations import ASKED, SHOWN, Confirmation, Question
from bot.dispatch.context import Context
from bot.dispatch.handling import OLDER
from bot.domain.actions import Action
from bot.domain.outgoing import LONGEST_TEXT
from bot.errors import NotAllowed
from cards.confirm import confirm_card
from cards.notice import notice
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


def close(ctx: Context) -> None:
    """Close the question, so that typed words no longer answer it."""
    ctx.uow.live_cards.forget(typed_buttons.question_key(ctx.person.email))


def saying(sentence: str) -> Callable[..., None]:
    """Return a function that answers a no with one sentence, where nothing else follows from it."""

    def say_so(ctx: Context, **about: str) -> None:
        ctx.reply_here(notice(ctx.t, sentence, **about))

    return say_so
