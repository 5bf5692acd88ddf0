"""Typing an answer: what is typed is taken as the answer to the step in hand, or leads back or out of it."""

from collections.abc import Callable
from typing import Any

from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.errors import InvalidAnswer
from bot.language.texts import _
from bot.wizard.engine import Answer, Progress, Stop
from bot.wizard.typing import Typed, filled, understand
from cards.pressing import carried, inputs_on
from handlers.chat import live_card, own_orders, typed_buttons
from handlers.wizard import answers, way_in

router = Router()


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
    orders = [each for each in own_orders.open_orders(ctx) if live_card.is_being_answered(ctx, each)]
    if not ctx.is_direct or not orders:
        return False
    typed_buttons.refuse_unless_a_step_asks(ctx)
    at_current_step(ctx, lambda stop, shown: understand(stop, text, shown))
    return True


@router.answer("step")
def taken_as_an_answer(ctx: Context) -> bool:
    """Take words that begin with a command's, such as "Rep Sports; SA", as the answer where they fill the form asked.

    One value alone may be a name or a question: there the command's word decides, but for what the reps get anyway.
    """
    if not ctx.is_direct or ctx.words.lstrip().startswith("/") or not is_form_answered(ctx):
        return False
    return typed(ctx)


def is_form_answered(ctx: Context) -> bool:
    """Return whether what was typed is a whole answer to the form before the person, in more than one of its inputs."""
    orders = [each for each in own_orders.open_orders(ctx) if live_card.is_being_answered(ctx, each)]
    if not orders:
        return False
    order = own_orders.current_order(ctx)
    progress = live_card.progress_of(ctx, order, ctx.person.email)
    stop = ctx.wizard.current(progress, live_card.situation_of(ctx, order, ctx.person.email))
    asked = typed_buttons.asked_by(ctx, ctx.uow.outbox.get(typed_buttons.newest_card(ctx)))
    if stop is None or asked is None or asked.step != stop.step.name:
        return False
    return fills(stop, ctx.words, {**shown_values(stop, progress), **inputs_on(live_card.card_before(ctx, order))})


def fills(stop: Stop, text: str, shown: Answer) -> bool:
    """Return whether a text fills two inputs of a step at least, or says what is wrong, and can be taken."""
    meant = understand(stop, text, shown)
    told = filled(stop.step.fields(stop.situation), text, shown)
    try:
        stop.step.parse(meant.inputs, stop.situation)
    except InvalidAnswer:
        return False
    return meant.verb == "flag" or (meant.verb == "answer" and len(told) > 1)


def at_current_step(ctx: Context, read: Callable[[Stop, Answer], Typed]) -> None:
    """Do what a typed message means at the person's current step."""
    order = live_card.owned_order(ctx, own_orders.current_order(ctx).number)
    if way_in.show_instead(ctx, order):
        return
    progress = live_card.progress_of(ctx, order, ctx.person.email)
    if progress.revision == 0:
        way_in.show_start(ctx, order)
        return
    stop = ctx.wizard.current(progress, live_card.situation_of(ctx, order, ctx.person.email))
    if stop is None:
        live_card.show_step(ctx, order, progress)
        return
    card = live_card.card_before(ctx, order)
    asked = live_card.step_asked(ctx, card)
    if asked not in ("", stop.step.name):
        live_card.show_step(ctx, order, progress, note=ctx.t(answers.OUT_OF_DATE))
        return
    shown = shown_values(stop, progress)
    if asked:
        shown = {**shown, **inputs_on(card), **asked_on(ctx, card, stop)}
    answers.do(ctx, order, progress, stop, read(stop, shown))


def asked_on(ctx: Context, card: dict[str, Any], stop: Stop) -> Answer:
    """Return what a card asks about its inputs, such as which country was meant."""
    given = ctx.signer.unpack(carried(card)).given
    names = {each.asked for each in stop.step.fields(stop.situation)}
    return {name: value for name, value in given.items() if name in names}


def shown_values(stop: Stop, progress: Progress) -> Answer:
    """Return the values that the step's card shows when it comes."""
    given = progress.answers.get(stop.step.name, {})
    return {each.id: given.get(each.id) or each.default(stop.situation) for each in stop.step.fields(stop.situation)}
