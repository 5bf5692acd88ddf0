"""First words: somebody wants to set up, or answers the first question before they have pressed the way in."""

from bot.dispatch.commands import COMMANDS
from bot.dispatch.context import Context
from bot.domain.orders import Order
from bot.language.folders import words_in_all
from bot.language.typed import folded, word_by_word
from bot.wizard.ahead import is_certain
from bot.wizard.choosing import answer_in, is_question, negations, said_of_the_past
from bot.wizard.engine import Progress
from bot.wizard.typing import understand
from handlers.chat import live_card, steps, typed_buttons
from handlers.wizard.typed_answers import is_taken, shown_values, typed

# Longer messages speak of an order, and are for somebody to read; FEW leaves out what is only said around an answer.
FEW, MOST_WORDS = 2, 8


def taken_on_the_way_in(ctx: Context) -> bool:
    """Lead somebody in who says that they want to set up, or answers the first question before they have pressed.

    Return whether they did.
    """
    way = live_card.action_on(ctx, typed_buttons.way_in_shown(ctx))
    order = ctx.uow.orders.get(way.order) if way and not is_question(ctx.words) else None
    if order is None or order.holder != ctx.person.email:
        return False
    is_answer = answers_the_first_question(ctx, steps.progress_of(ctx, order, order.holder), order)
    if not (is_answer or wants_to_set_up(ctx.words)) or not typed_buttons.press_way_in(ctx):
        return False
    return not is_answer or typed(ctx)


def answers_the_first_question(ctx: Context, progress: Progress, order: Order) -> bool:
    """Return whether words are an answer to the step behind the way in, and to hardly anything else."""
    stop = steps.stop_of(ctx, order, progress)
    few = len(answer_in(folded(ctx.words)).split()) <= FEW
    if stop is None or not few or not is_certain(stop):
        return False
    return is_taken(stop, understand(stop, ctx.words, shown_values(stop, progress)))


def wants_to_set_up(words: str) -> bool:
    """Return whether somebody says in a few words that they want to set up, as in *I'd like to set up my order*."""
    said = word_by_word(folded(words))
    others = negations() | said_of_the_past()
    is_wish = not (is_question(words) or any(map(str.isdecimal, said)) or set(said.split()) & others)
    names = [folded(word) for word in ("setup", *words_in_all(COMMANDS, "setup"))]
    return is_wish and len(said.split()) <= MOST_WORDS and any(f" {name} " in f" {said} " for name in names)
