"""Confirming: somebody says yes or no to what was asked before an act."""

from bot.dispatch.confirmations import NO, SHOWN, YES
from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.actions import Action
from handlers.chat import confirmations

router = Router()


@router.action(YES)
def agreed(ctx: Context, action: Action) -> None:
    """Do what was asked about if it is still as it was shown; else ask again, or show the step in its place."""
    confirmation, about = confirmations.confirmation_of(ctx, action)
    ctx.require(confirmation.role)
    question = confirmations.take(ctx, action)
    if question is None:
        return
    if confirmations.shown_by(question, ctx) == action.given[SHOWN]:
        confirmation.act(ctx, question.found)
    elif question.step_of is not None:
        confirmation.left(ctx, **about)
    else:
        confirmations.show(ctx, confirmation.name, question, about, has_changed=True)


@router.action(NO)
def declined(ctx: Context, action: Action) -> None:
    """Leave everything as it is; where it was done meanwhile, that is said instead."""
    confirmation, about = confirmations.confirmation_of(ctx, action)
    if confirmations.take(ctx, action) is not None:
        confirmation.left(ctx, **about)
