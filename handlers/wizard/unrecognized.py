"""Unrecognized: somebody does not recognize an organization; once they are sure, setup stops and the reps are called.

The contact can take it back until one of them has claimed it.
"""

from dataclasses import replace

from bot.dispatch.confirmations import Question
from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.actions import Action
from bot.domain.escalations import Reason
from bot.domain.orders import OrderState
from bot.errors import Refusal
from bot.language.texts import _
from bot.wizard.organizations import organizations_shown, with_unrecognized
from cards import elements as e
from cards.step import fact_tables
from cards.words import said
from handlers.chat import confirmations, live_card, own_orders, steps
from handlers.chat.steps import AtStep
from handlers.escalations import card, opening
from handlers.orders.changes import order_changed
from handlers.wizard import stopped, way_in

router = Router()

STOPS = _(
    "The setup of order {number} stops here, and the Cisco representatives are told what you were shown: {names}. "
    "Until one of them has claimed it, you can take this back."
)
CLAIMED = _("{person} has claimed order {order} and looks into it. To tell them something, type rep and your words.")
RECOGNIZED = _("{person}, the contact, recognizes the organization of order {order} after all, and goes on.")


def ask_first(ctx: Context, at: AtStep) -> None:
    """Ask before the setup is stopped, naming what is not recognized."""
    confirmations.ask(ctx, "unknown_organization", order=at.order.number)


def what_is_not_recognized(ctx: Context, order: str) -> Question | None:
    """Say what follows, and which organizations it is about; show where the order is if they are asked no more."""
    mine = own_orders.owned(ctx, order)
    if way_in.show_instead(ctx, mine):
        return None
    at = steps.at_step(ctx, mine)
    if at is None or not organizations_shown(at.stop):
        way_in.go_on(ctx, mine)
        return None
    names = ctx.t.listing(said(org.name) for org in organizations_shown(at.stop))
    words = ctx.t(STOPS, number=said(mine.number), names=names)
    shows = [e.Paragraph(words), *fact_tables(at.stop.facts(ctx.t), ctx.t)]
    return Question(shows, at, mark=str(at.progress.revision), step_of=mine)


@router.confirmation(
    "unknown_organization",
    title=_("Stop the setup?"),
    yes=_("I don't recognize it"),
    no=_("Back"),
    asks=what_is_not_recognized,
    left=way_in.go_on_with,
)
def stop_for_unknown_organization(ctx: Context, at: AtStep) -> None:
    """Stop the wizard, tell the person not to go on, and call the reps with what was shown; answers are kept."""
    answers = with_unrecognized(at.progress.answers, at.stop)
    steps.save(ctx, replace(at.progress, answers=answers, revision=at.progress.revision + 1))
    order = replace(at.order, state=OrderState.STOPPED)
    ctx.uow.orders.save(order)
    ctx.audit(
        "unknown_organization",
        order.number,
        step=at.stop.step.name,
        organizations=[org.id for org in organizations_shown(at.stop)],
    )
    opening.call_reps(ctx, order, Reason.UNKNOWN_ORGANIZATION)
    live_card.show_to(ctx, order, ctx.person.email, stopped.stopped_message(ctx, order))


@router.action("recognize")
def recognized(ctx: Context, action: Action) -> None:
    """Let a contact go on who recognizes the organization after all, unless a representative has claimed the order."""
    order = own_orders.owned(ctx, action.order)
    if order.state is not OrderState.STOPPED:
        way_in.go_on(ctx, order)
        return
    escalation = ctx.uow.escalations.get(order.number)
    if escalation is not None and escalation.owner:
        raise Refusal(CLAIMED, person=escalation.owner_name, order=order.number)
    after = replace(order, state=OrderState.STARTED)
    order_changed(ctx, order, after, "recognized")
    card.say(ctx, order, RECOGNIZED)
    opening.close(ctx, order, _("{person} recognizes the organization after all."))
    steps.show(ctx, after, steps.progress_of(ctx, after, after.holder))
