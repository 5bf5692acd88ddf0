"""Commands as answers: words that begin like a command may be what the form before the person asks for."""

from dataclasses import replace

from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.claim_codes import is_code_alone
from bot.errors import Refusal
from cards.pressing import inputs_on
from handlers.chat import live_card, typed_buttons
from handlers.chat.rehearsal import rehearsal
from handlers.escalations import questions
from handlers.orders import claim_codes
from handlers.wizard.typed_answers import fills, shown_values, step_in_hand, typed

router = Router()


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


def command_does_something(ctx: Context) -> bool:
    """Return whether the command that was typed would not be refused: it is tried, and undone."""
    found = ctx.grammar.match(ctx.words)
    if found is None:
        return False
    handler = ctx.router.commands[found.command]
    # These two never refuse: a wrong code is counted, and whatever follows "rep" is a question.
    if handler is claim_codes.claim:
        return is_code_alone(found.arguments["code"])
    if handler is questions.ask:
        return True
    try:
        with rehearsal(ctx):
            handler(replace(ctx, answered=set()), **found.arguments)
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
