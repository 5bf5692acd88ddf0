"""Typed answers: what is typed answers the step in hand, or leads back or out of it."""

from dataclasses import replace
from typing import Any

from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.events import MessagePosted
from bot.errors import InvalidAnswer, Refusal
from bot.language.texts import _
from bot.wizard.ahead import choice_ahead, first_answer, is_certain, says_a_role
from bot.wizard.choosing import correction_in, speaks_of_what_was_meant
from bot.wizard.engine import Progress
from bot.wizard.fields import Text
from bot.wizard.step import Answer, Stop
from bot.wizard.typing import FILL, Typed, filled, understand
from cards.pressing import inputs_on
from cards.step import Feedback
from handlers.chat import live_card, own_orders, steps, typed_buttons
from handlers.chat.steps import AtStep
from handlers.wizard import another_colleague, answers, way_in

router = Router()

CHECK_IT = _("I have filled in what you wrote, and saved nothing yet. Please check it before you go on.")
LOST = _(
    "Sorry, I was restored to an earlier state, and the last part of what we did here is lost. Please go on from here: "
    "what you wrote after it was not taken as an answer."
)


@router.command("back", help=_("Go back one step; answers are kept"))
def back_typed(ctx: Context) -> None:
    """Go back one step, unless the newest card has a button of that name."""
    if typed_buttons.pressed_instead(ctx):
        return
    press_here(ctx, "back")


@router.command("exit", help=_("Leave the setup; everything is kept"))
def exit_typed(ctx: Context) -> None:
    """Leave the step in hand."""
    press_here(ctx, "exit")


def typed(ctx: Context) -> bool:
    """Take a typed message as the answer to the step that the person is at; returns whether there was one."""
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
    corrected = correction_in(ctx.words)
    if (corrected and is_for_the_step_before(ctx, corrected)) or corrects_the_role(ctx, corrected or ctx.words):
        press_here(ctx, "back")
    before = steps.at_step(ctx, order)
    words = corrected or (before and corrected_at(before.stop, ctx.words)) or ctx.words
    answer_here(ctx, words)
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
        answer_here(ctx, choice)


def is_for_the_step_before(ctx: Context, words: str) -> bool:
    """Return whether the step before would take words as its answer; else they correct what the current one refused.

    What fills a form is for the form, and what is said to be rather so is for the step in hand if that takes it.
    """
    at = step_in_hand(ctx)
    if at is None:
        return False
    shown, is_rather = shown_values(at.stop, at.progress), not speaks_of_what_was_meant(ctx.words)
    is_here = fills(at.stop, words, shown) > 1 or (is_rather and is_taken(at.stop, understand(at.stop, words, shown)))
    if is_here:
        return False
    before, progress = step_before(ctx, at)
    return before is not None and is_taken(before, understand(before, words, shown_values(before, progress)))


def corrects_the_role(ctx: Context, words: str) -> bool:
    """Return whether somebody says what they are at the question that follows that of their role."""
    at = step_in_hand(ctx)
    before = step_before(ctx, at)[0] if at else None
    return before is not None and says_a_role(before, words)


def step_before(ctx: Context, at: AtStep) -> tuple[Stop | None, Progress]:
    """Return the step to which Back leads, and the progress there; None where there is none to go back to."""
    back = ctx.wizard.back_from(at.stop, at.progress)
    return (steps.stop_of(ctx, at.order, back) if back is not at.progress else None), back


def is_taken(stop: Stop, meant: Typed) -> bool:
    """Return whether a step would take what somebody means."""
    try:
        return bool(meant.verb) and bool(stop.parse(meant.inputs))
    except InvalidAnswer:
        return False


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


def press_here(ctx: Context, verb: str) -> None:
    """Do what a button that works at every step does, at the step that the person's card asks."""
    at = step_asked(ctx)
    if at is not None:
        answers.do(ctx, verb, replace(at, inputs={}))


def answer_here(ctx: Context, words: str) -> None:
    """Do what words mean at the step that the person's card asks."""
    at = step_asked(ctx)
    if at is None:
        return
    meant = understand(at.stop, first_answer(at.stop, words), at.inputs)
    if meant.verb == FILL:
        steps.show(ctx, at.order, at.progress, Feedback(entered=meant.inputs, note=ctx.t(CHECK_IT)))
    else:
        answers.do(ctx, meant.verb, replace(at, inputs=meant.inputs))


def step_asked(ctx: Context) -> AtStep | None:
    """Return the step that the person's card asks, with the inputs that it shows.

    Where none can be answered now, what can be done is shown instead, and None is returned.
    """
    order = own_orders.owned(ctx, own_orders.current_order(ctx).number)
    if way_in.show_instead(ctx, order):
        return None
    progress = steps.progress_of(ctx, order, ctx.person.email)
    if progress.revision == 0:
        way_in.show_start(ctx, order)
        return None
    stop = steps.stop_of(ctx, order, progress)
    if stop is None:
        steps.show(ctx, order, progress)
        return None
    card = live_card.card_before(ctx, order)
    why = why_unanswered(ctx, card, stop)
    if why:
        steps.show(ctx, order, progress, Feedback(note=ctx.t(why)))
        return None
    return AtStep(order, progress, stop, {**shown_values(stop, progress), **shown_on(ctx, card, stop)})


def why_unanswered(ctx: Context, card: dict[str, Any], stop: Stop) -> str:
    """Return why words are no answer to a step, as a marked sentence; "" where they may be one."""
    if isinstance(ctx.event, MessagePosted) and ctx.event.is_out_of_context:
        return LOST
    return "" if live_card.step_asked(ctx, card) in ("", stop.step.name) else answers.OUT_OF_DATE


def shown_on(ctx: Context, card: dict[str, Any], stop: Stop) -> Answer:
    """Return what the card of a step shows: its inputs, what it asks about them, and what takes no input.

    It asks, for example, which country was meant. Nothing is returned for a card that asks no step.
    """
    asked = live_card.action_on(ctx, card)
    if asked is None or not asked.step:
        return {}
    names = {each.asked for each in stop.fields} | stop.carried.keys()
    return {**inputs_on(card), **{name: value for name, value in asked.given.items() if name in names}}


def shown_values(stop: Stop, progress: Progress) -> Answer:
    """Return the values that the step's card shows when it comes."""
    given = progress.answers.get(stop.step.name, {})
    return {each.id: given.get(each.id) or each.default(stop.situation) for each in stop.fields}
