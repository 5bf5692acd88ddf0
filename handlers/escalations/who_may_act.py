"""Who may act: on which orders somebody is a representative, and what is left to the owner of an escalation.

Who is in a rep space may act on every order; who is named on an order as its representative, on that one.
"""

from bot.dispatch.context import Context
from bot.domain.escalations import Escalation
from bot.domain.orders import Order
from bot.domain.people import Role
from bot.errors import NotAllowed, Refusal
from bot.language.texts import _
from handlers.chat.lookup import NO_ORDER


def is_rep_of(ctx: Context, order: Order) -> bool:
    """Return whether a person may act on an order as a representative, as things stand now."""
    return Role.REP in ctx.roles or (order.rep != "" and order.rep == ctx.person.email)


def is_rep(ctx: Context, email: str, order: Order) -> bool:
    """Return whether somebody else is a representative of an order, as things stand now."""
    return is_rep_for_all(ctx, email) or email == order.rep or email in (chat.email for chat in ctx.admin_chats)


def is_rep_for_all(ctx: Context, email: str) -> bool:
    """Return whether somebody is a representative for every order."""
    return ctx.uow.spaces.is_in_one(ctx.rep_spaces.rooms, email) and ctx.may_be_rep(email)


def order_for_rep(ctx: Context, number: str) -> Order:
    """Return an order on which this person may act as a representative.

    Everybody else gets one and the same answer, whether or not there is such an order.
    """
    order = ctx.uow.orders.get(number)
    if order is not None and is_rep_of(ctx, order):
        return order
    ctx.require(Role.ORDER_REP)
    if Role.REP in ctx.roles:
        raise Refusal(NO_ORDER, order=number[:40])
    raise NotAllowed(_("I can't find order {order} among those that you are the representative of."), order=number[:40])


def escalated(ctx: Context, number: str) -> tuple[Order, Escalation]:
    """Return an order with its open escalation, for a rep; refuses anybody else."""
    order = order_for_rep(ctx, number)
    escalation = ctx.uow.escalations.get(order.number)
    if escalation is None:
        raise Refusal(_("There is no open escalation for order {order}."), order=number[:40])
    return order, escalation


def leave_to_owner(ctx: Context, escalation: Escalation) -> None:
    """Refuse where another rep has the order in hand; an admin may step in."""
    if escalation.owner in {"", ctx.person.email} or Role.ADMIN in ctx.roles:
        return
    sentence = _(
        "Order {order} is claimed by {owner}, who alone can do that. Ask them to type /release {order}, then claim it."
    )
    raise Refusal(sentence, order=escalation.order, owner=escalation.owner_name)
