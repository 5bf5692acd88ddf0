"""Representatives: where those of an order hear of it, and what who may do as one.

Who is in a rep space may act on every order; who is named on an order as its representative, on that one.
"""

from datetime import datetime, timedelta

from bot.dispatch.context import Context
from bot.domain.orders import Order
from bot.domain.outgoing import Address
from bot.domain.people import Role
from bot.errors import NotAllowed, Refusal
from bot.language.texts import Texts, _, texts

UNREACHABLE = "unreachable:"
TRIED_AGAIN_AFTER = timedelta(days=1)


def is_rep_of(ctx: Context, order: Order) -> bool:
    """Return whether a person may act on an order as a representative, as things stand now."""
    return Role.REP in ctx.roles or (order.rep != "" and order.rep == ctx.person.email)


def order_for_rep(ctx: Context, number: str) -> Order:
    """Return an order on which this person may act as a representative.

    Whoever may not gets one answer, whether or not there is such an order.
    """
    order = ctx.uow.orders.get(number)
    if order is not None and is_rep_of(ctx, order):
        return order
    ctx.require(Role.ORDER_REP)
    if Role.REP in ctx.roles:
        raise Refusal(_("There is no order {order}."), order=number[:40])
    raise NotAllowed(_("I don't find order {order} among those that you are the representative of."), order=number[:40])


def room_of(ctx: Context, order: Order) -> str:
    """Return the rep space of an order: where its escalation was opened, else where its next one would be."""
    escalation, spaces = ctx.uow.escalations.get(order.number), ctx.rep_spaces
    if escalation is not None and escalation.space in spaces.rooms:
        return escalation.space
    return spaces.place_of(order).room_id


def places_of(ctx: Context, order: Order) -> list[Address]:
    """Return where the representatives of an order hear of it: in their space, and the one named on it directly.

    Where there is neither, the admins hear, so that a call is never lost.
    """
    room, rep = room_of(ctx, order), order.rep if is_reachable(ctx, order.rep) else ""
    places = [*([Address(room_id=room)] if room else []), *([Address(email=rep)] if rep else [])]
    return places or ctx.policy.admin_chats


def is_reachable(ctx: Context, email: str) -> bool:
    """Return whether somebody may be on Webex: who was not there is tried again a day later."""
    missed = ctx.uow.settings.get(f"{UNREACHABLE}{email}")
    return not missed or ctx.now - datetime.fromisoformat(missed) >= TRIED_AGAIN_AFTER


def note_unreachable(ctx: Context, email: str) -> bool:
    """Note that somebody is not on Webex; False when that was known."""
    is_news = is_reachable(ctx, email)
    if is_news:
        ctx.uow.settings.set(f"{UNREACHABLE}{email}", ctx.now.isoformat())
    return is_news


def texts_at(ctx: Context, place: Address) -> Texts:
    """Return the language of a place; in a space it is English, since reps of all countries share it."""
    return ctx.texts_of(place.email) if place.email else texts("en")
