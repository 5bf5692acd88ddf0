"""Typed answers: what is typed answers the step in hand, or leads back or out of it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bot.dispatch.commands import COMMANDS
from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.claim_codes import is_code_alone
from bot.domain.events import MessagePosted
from bot.domain.orders import Order
from bot.errors import InvalidAnswer, Refusal
from bot.language.folders import words_in_all
from bot.language.texts import _
from bot.language.typed import folded, word_by_word
from bot.wizard.ahead import choice_ahead, first_answer, is_certain
from bot.wizard.choosing import answer_in, correction_in, is_question, negations
from bot.wizard.engine import Progress
from bot.wizard.fields import Text
from bot.wizard.step import Answer, Stop
from bot.wizard.typing import FILL, Typed, filled, understand
from cards.pressing import carried, inputs_on
from cards.step import Feedback
from handlers.chat import live_card, own_orders, steps, typed_buttons
from handlers.chat.rehearsal import rehearsal
from handlers.chat.steps import AtStep
from handlers.wizard import another_colleague, answers, way_in

router = Router()

# Commands that never refuse, although they may do nothing: a wrong code is counted, and a question is always one.
CLAIM, ASK = "claim", "rep"
# Longer messages speak of an order, and are for somebody to read; FEW leaves out what is only said around an answer.
FEW, MOST_WORDS = 2, 8
CHECK_IT = _("I have filled in what you wrote, and saved nothing yet. Please check it before you go on.")
LOST = _(
    "Sorry, I had to be put back to an earlier state, and the last of what we did here is lost. Please go on from "
    "here: what you wrote after it was not taken as an answer."
)


@router.command("back", help=_("Go back one step; answers are kept"))
def back_typed(ctx: Context) -> None:
    """Go back one step, unless the newest card has a button of that name."""
    if typed_buttons.pressed_instead(ctx):
        return
    at_current_step(ctx, lambda stop, shown: Typed("back"))


@router.command("exit", help=_("Leave the setup; everything is kept"))
def exit_typed(ctx: Context) -> None:
    """Leave the step in hand."""
    at_current_step(ctx, lambda stop, shown: Typed("exit"))


def typed(ctx: Context) -> bool:
    """Take a typed message as the answer to the step that the person is at; returns whether there was one."""
    text = ctx.words
    if not ctx.is_direct or not is_at_a_step(ctx):
        return False
    order = own_orders.current_order(ctx)
    if order.nominee and order.holder == ctx.person.email:
        if not another_colleague.named(ctx, order):
            way_in.show_instead(ctx, order)
        return True
    try:
        typed_buttons.refuse_unless_a_step_asks(ctx)
    except Refusal:
        if way_in.open_named(ctx):
            return True
        raise
    corrected = correction_in(text)
    if corrected and is_for_the_step_before(ctx, corrected):
        at_current_step(ctx, lambda stop, shown: Typed("back"))
    before = steps.at_step(ctx, order)
    words = corrected or (before and corrected_at(before.stop, text)) or text
    at_current_step(ctx, lambda stop, shown: understand(stop, first_answer(stop, words), shown))
    if before is not None:
        choose_ahead(ctx, before, words)
    return True


def corrected_at(stop: Stop, text: str) -> str:
    """Return what a message comes to that corrects itself; "" for others, and where any words may be the answer."""
    return correction_in(text, midway=True) if is_certain(stop) else ""


def choose_ahead(ctx: Context, before: AtStep, words: str) -> None:
    """Answer the next question as well if it was answered in the same message, as in "partner, I do it myself"."""
    following = steps.at_step(ctx, before.order)
    if following is None or following.progress.answers.get(before.stop.step.name) is None:
        return
    is_past = following.stop.step.name != before.stop.step.name and following.progress.cursor == ""
    choice = choice_ahead(before.stop, following.stop, words) if is_past else ""
    if choice:
        at_current_step(ctx, lambda stop, shown: understand(stop, choice, shown))


def taken_on_the_way_in(ctx: Context) -> bool:
    """Lead somebody in who says that they want to set up, or answers the first question before they have pressed.

    Return whether they did.
    """
    way = typed_buttons.asked_on(ctx, typed_buttons.way_in_shown(ctx))
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
    is_wish = not (is_question(words) or any(map(str.isdecimal, said)) or set(said.split()) & negations())
    names = [folded(word) for word in ("setup", *words_in_all(COMMANDS, "setup"))]
    return is_wish and len(said.split()) <= MOST_WORDS and any(f" {name} " in f" {said} " for name in names)


def is_for_the_step_before(ctx: Context, words: str) -> bool:
    """Return whether the step before would take words as its answer; else they correct what the current one refused.

    What fills a form is for the form.
    """
    at = step_in_hand(ctx)
    if at is None or fills(at.stop, words, shown_values(at.stop, at.progress)) > 1:
        return False
    back = ctx.wizard.back_from(at.stop, at.progress)
    before = steps.stop_of(ctx, at.order, back) if back is not at.progress else None
    return before is not None and is_taken(before, understand(before, words, shown_values(before, back)))


def is_taken(stop: Stop, meant: Typed) -> bool:
    """Return whether a step would take what somebody means."""
    try:
        return bool(meant.verb) and bool(stop.parse(meant.inputs))
    except InvalidAnswer:
        return False


@router.answer("step")
def taken_as_an_answer(ctx: Context) -> bool:
    """Take words that begin like a command, such as "Rep Sports; SA", as the answer if they fill the form.

    A single value, such as "Status Quo", may be a name or a command: it is a name where the command can do nothing.
    """
    if not ctx.is_direct or ctx.words.lstrip().startswith("/"):
        return False
    filled = inputs_filled(ctx)
    is_for_step = filled > 1 or (filled == 1 and not command_does_something(ctx))
    return is_for_step and typed(ctx)


def is_at_a_step(ctx: Context) -> bool:
    """Return whether a step of one of the person's orders waits for their answer."""
    return any(steps.is_being_answered(ctx, each) for each in own_orders.open_orders(ctx))


def step_in_hand(ctx: Context) -> AtStep | None:
    """Return the step that waits for the person's answer; None where none does."""
    return steps.at_step(ctx, own_orders.current_order(ctx)) if is_at_a_step(ctx) else None


def show_again(ctx: Context) -> None:
    """Show the step again that waits for an answer, where one does."""
    if is_at_a_step(ctx):
        way_in.go_on(ctx, own_orders.current_order(ctx))


def takes_any_word(ctx: Context) -> bool:
    """Return whether the form before the person is one text, which what was typed may be."""
    at = step_in_hand(ctx)
    fields = at.stop.fields if at else ()
    return len(fields) == 1 and isinstance(fields[0], Text)


def command_does_something(ctx: Context) -> bool:
    """Return whether the command that was typed would not be refused: it is tried, and undone."""
    found = ctx.grammar.match(ctx.words)
    if found is None:
        return False
    if found.command.name == CLAIM:
        return is_code_alone(found.arguments["code"])
    if found.command.name == ASK:
        return True
    tried = replace(ctx, answered=set())
    try:
        with rehearsal(ctx):
            ctx.router.commands[found.command](tried, **found.arguments)
    except Refusal:
        return False
    return True


def inputs_filled(ctx: Context) -> int:
    """Return how many inputs of the person's form are filled by what was typed; 0 where it cannot be taken."""
    at = step_in_hand(ctx)
    if at is None:
        return 0
    asked = typed_buttons.asked_by(ctx, ctx.uow.outbox.get(typed_buttons.newest_card(ctx)))
    if asked is None or asked.step != at.stop.step.name:
        return 0
    shown = {**shown_values(at.stop, at.progress), **inputs_on(live_card.card_before(ctx, at.order))}
    return fills(at.stop, ctx.words, shown)


def fills(stop: Stop, text: str, shown: Answer) -> int:
    """Return how many inputs of a step a text fills, if it can be taken; what is said to be wrong counts as several.

    One value counts where free text is asked: a choice or an address does not begin like a command.
    """
    meant = understand(stop, text, shown)
    fields = {each.id: each for each in stop.fields}
    told = list(filled(stop, text, shown))
    try:
        if meant.verb:
            stop.parse(meant.inputs)
    except InvalidAnswer:
        return 0
    if meant.verb == "flag":
        return len(fields)
    if not meant.verb and not any(map(str.isdecimal, text)):
        # A name, for which the form has several places: how to say which is said there.
        return int(any(isinstance(each, Text) for each in fields.values()))
    if meant.verb != "answer" or not told:
        return 0
    is_free = all(isinstance(fields[name], Text) for name in told if name in fields)
    return len(told) if len(told) > 1 or is_free else 0


def at_current_step(ctx: Context, read: Callable[[Stop, Answer], Typed]) -> None:
    """Do what a typed message means at the person's current step."""
    order = own_orders.owned(ctx, own_orders.current_order(ctx).number)
    if way_in.show_instead(ctx, order):
        return
    progress = steps.progress_of(ctx, order, ctx.person.email)
    if progress.revision == 0:
        way_in.show_start(ctx, order)
        return
    stop = steps.stop_of(ctx, order, progress)
    if stop is None:
        steps.show(ctx, order, progress)
        return
    if isinstance(ctx.event, MessagePosted) and ctx.event.is_out_of_context:
        steps.show(ctx, order, progress, Feedback(note=ctx.t(LOST)))
        return
    card = live_card.card_before(ctx, order)
    asked = live_card.step_asked(ctx, card)
    if asked not in ("", stop.step.name):
        steps.show(ctx, order, progress, Feedback(note=ctx.t(answers.OUT_OF_DATE)))
        return
    shown = shown_values(stop, progress)
    if asked:
        shown = {**shown, **inputs_on(card), **asked_on(ctx, card, stop)}
    meant = read(stop, shown)
    if meant.verb == FILL:
        steps.show(ctx, order, progress, Feedback(entered=meant.inputs, note=ctx.t(CHECK_IT)))
        return
    answers.do(ctx, meant.verb, AtStep(order, progress, stop, meant.inputs))


def asked_on(ctx: Context, card: dict[str, Any], stop: Stop) -> Answer:
    """Return what a card asks about its inputs, such as which country was meant, and what it shows besides."""
    given = ctx.signer.unpack(carried(card)).given
    names = {each.asked for each in stop.fields} | stop.carried.keys()
    return {name: value for name, value in given.items() if name in names}


def shown_values(stop: Stop, progress: Progress) -> Answer:
    """Return the values that the step's card shows when it comes."""
    given = progress.answers.get(stop.step.name, {})
    return {each.id: given.get(each.id) or each.default(stop.situation) for each in stop.fields}
