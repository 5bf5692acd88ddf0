"""Explaining: what the words of the wizard mean, for one step or for a word that somebody asks about."""

from bot.dispatch.context import Context
from bot.domain.outgoing import Message
from bot.language.answers import answer_meant, asked_for
from bot.language.texts import _, all_texts
from bot.language.typed import folded, without_question_mark, word_by_word
from bot.wizard.choosing import is_question
from bot.wizard.glossary import Term
from cards.help import grouped_help_card
from handlers.chat.steps import AtStep

HOW_TO_ASK = _("To ask a Cisco representative, type rep and your words.")


def explain(ctx: Context, at: AtStep) -> None:
    """Say what the words of a step mean; the step stays as it is, and its card stays live."""
    t, step = ctx.texts_of(at.progress.person, at.order), at.stop.step
    meanings = [(t(term.name), t(term.meaning)) for term in step.terms]
    ctx.reply_privately(grouped_help_card([("", meanings)], t, title=t(step.title), notes=[HOW_TO_ASK]))


def explained(ctx: Context, at: AtStep) -> bool:
    """Explain a word or the step to somebody who asks or does not understand; return whether they did."""
    is_lost = not answer_meant(ctx.words) and bool(asked_for(ctx.words))
    term = term_asked(ctx) if is_lost or is_question(ctx.words) else None
    if term is not None:
        t = ctx.texts_of(at.progress.person, at.order)
        ctx.reply_privately(Message(t.labelled(t(term.name), t(term.meaning))))
    elif is_lost and at.stop.step.terms:
        explain(ctx, at)
    else:
        return False
    return True


def term_asked(ctx: Context) -> Term | None:
    """Return the longest word of the wizard that is in a question, in any language."""
    asked = f" {word_by_word(folded(without_question_mark(ctx.words)))} "
    terms = {folded(t(term.name)): term for step in ctx.wizard.steps for term in step.terms for t in all_texts()}
    found = [name for name in terms if f" {name} " in asked]
    return terms[max(found, key=len)] if found else None
