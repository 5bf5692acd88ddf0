"""Asking before an act: one question at a time, to one person alone, by a card whose answers can be typed as well."""

import hashlib
from collections.abc import Callable, Mapping
from functools import partial

from bot.dispatch.confirmations import ASKED, SHOWN, Confirmation, Question
from bot.dispatch.context import Context
from bot.domain.actions import Action
from bot.domain.outgoing import Address
from cards.confirm import confirm_card
from cards.notice import notice
from cards.twin import LONGEST_TEXT, written
from handlers.chat import live_card, typed_buttons


def ask(ctx: Context, name: str, **about: str) -> None:
    """Ask what a handler declares under a name, about something as it stands now."""
    question = ctx.router.confirmations[name].asks(ctx, **about)
    if question is not None:
        show(ctx, name, question, about)


def show(ctx: Context, name: str, question: Question, about: Mapping[str, str], *, has_changed: bool = False) -> None:
    """Show a question; `has_changed` says that it was asked before, about something that is another by now."""
    confirmation = ctx.router.confirmations[name]
    given = {**about, ASKED: name, SHOWN: shown_by(question, ctx)}
    card = confirm_card(
        ctx.t,
        title=ctx.t(confirmation.title, **question.values),
        shows=question.shows,
        pack=partial(ctx.packer(ctx.uow.orders.get(about.get("order", "")), person=ctx.person.email), given=given),
        yes=confirmation.yes,
        no=confirmation.no,
        leads_back=question.step_of is not None,
        has_changed=has_changed,
    )
    if question.step_of is None:
        ctx.uow.live_cards.replace(typed_buttons.question_key(ctx.person.email), ctx.reply_privately(card))
    else:
        place = Address(email=ctx.person.email)
        live_card.put_live(ctx, live_card.wizard_key(question.step_of, place.email), place, card, question.step_of)


def shown_by(question: Question, ctx: Context) -> str:
    """Return what tells a question from one about anything else, or about the same at another time."""
    words = written(question.shows, ctx.t, LONGEST_TEXT)
    return hashlib.sha256(f"{question.mark}\n{words}".encode()).hexdigest()[:16]


def asked_by(ctx: Context, action: Action) -> tuple[Confirmation, dict[str, str]] | None:
    """Return which question a button answers, and what it was about; None where nobody asks it any more."""
    confirmation = ctx.router.confirmations.get(action.given.get(ASKED, ""))
    about = {name: value for name, value in action.given.items() if name not in (ASKED, SHOWN)}
    return (confirmation, about) if confirmation else None


def close(ctx: Context) -> None:
    """Let typed words answer the question no more."""
    ctx.uow.live_cards.forget(typed_buttons.question_key(ctx.person.email))


def saying(sentence: str) -> Callable[..., None]:
    """Return what follows a no where nothing does: it is said that everything stays as it is."""

    def say_so(ctx: Context, **about: str) -> None:
        ctx.reply_here(notice(ctx.t, sentence, **about))

    return say_so
