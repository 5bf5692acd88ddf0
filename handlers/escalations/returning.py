"""Returning: an order stopped for an unknown organization goes back to its contact."""

from dataclasses import replace

from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.actions import Action
from bot.domain.orders import Order, OrderState
from bot.domain.people import Role
from bot.errors import Refusal
from bot.language.texts import _
from cards.step import Feedback
from cards.words import LONGEST_QUOTED, as_written, beginning
from handlers.chat import steps
from handlers.escalations import card, files, opening
from handlers.escalations.who_may_act import leave_to_owner, order_for_rep
from handlers.orders.changes import order_changed

router = Router()

CLEARED = _("{person}, Cisco representative, has looked into it. Choose the right organization, or a new one.")
TOLD = _("{person}, Cisco representative, has looked into it: “{words}” Choose the right organization, or a new one.")


@router.action("return")
def return_pressed(ctx: Context, action: Action) -> None:
    """Return the order of the card to its contact, with the word for them that stands on it."""
    give_back(ctx, action.order, ctx.inputs.get("words", ""))


@router.command(
    "/return",
    usage=_("/return N [words]"),
    arguments=r"(?P<number>\S+)(?: (?P<words>.+))?",
    role=Role.ORDER_REP,
    help=_("Give an order stopped for an unknown organization back to its contact, with a message if you like"),
)
def give_back(ctx: Context, number: str, words: str = "") -> None:
    """Let the contact go on at the step where they stopped, with a word of what was found out."""
    order = order_for_rep(ctx, number)
    if order.state is not OrderState.STOPPED:
        raise Refusal(_("Order {order} is not stopped."), order=number[:40])
    escalation = ctx.uow.escalations.get(number)
    if escalation is not None:
        leave_to_owner(ctx, escalation)
    after = replace(order, state=OrderState.STARTED)
    order_changed(ctx, order, after, "return")
    lead_on(ctx, after, as_written(words))


def lead_on(ctx: Context, order: Order, words: str) -> None:
    """Lead the contact to the step where they stopped, where another organization or a new one is offered as well."""
    if words:
        ctx.uow.notes.add(order.number, ctx.person.email, words, ctx.now)
    card.say(ctx, order, _("{person} has returned order {order} to its contact."))
    opening.close(ctx, order, _("Returned to the contact by {person}."))
    t = ctx.texts_of(order.holder, order)
    note = t(TOLD if words else CLEARED, person=ctx.person.called, words=beginning(words, LONGEST_QUOTED))
    steps.show(ctx, order, steps.progress_of(ctx, order, order.holder), Feedback(note=note))
    files.to_person(ctx, order, order.holder)
