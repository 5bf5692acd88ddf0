"""Places: where the representatives of an order hear of it, in which language, and whether they can be reached."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.clock import is_within
from bot.dispatch.context import Context
from bot.domain.orders import Order
from bot.domain.outgoing import Address
from bot.language.texts import Texts, texts
from cards.words import said

TRIED_AGAIN_AFTER = timedelta(days=1)


def room_of(ctx: Context, order: Order) -> str:
    """Return the rep space of an order: where its escalation was opened, else where its next one would be."""
    escalation, spaces = ctx.uow.escalations.get(order.number), ctx.rep_spaces
    if escalation is not None and escalation.space in spaces.rooms:
        return escalation.space
    return spaces.place_of(order).room_id


def places_of(ctx: Context, order: Order) -> list[Address]:
    """Return where the representatives of an order hear of it: in their space, and the one named on it directly.

    A named representative who is also in that space hears it only there. Where there is neither, the admins hear, so
    that a call is never lost. A representative who sets the order up themselves is not called to help.
    """
    is_other = order.rep not in {*order.people, ""}
    room = room_of(ctx, order)
    is_elsewhere = not room or order.rep not in ctx.uow.spaces.members(room)
    rep = order.rep if is_other and is_elsewhere and is_reachable(ctx, order.rep) else ""
    places = [*([Address(room_id=room)] if room else []), *([Address(email=rep)] if rep else [])]
    return places or ctx.admin_chats


def is_reachable(ctx: Context, email: str) -> bool:
    """Return whether somebody may be on Webex: whoever was not is tried again a day later."""
    missed_at = ctx.uow.encounters.unreachable_since(email)
    return missed_at is None or not is_within(TRIED_AGAIN_AFTER, missed_at, ctx.now)


def note_unreachable(ctx: Context, email: str) -> bool:
    """Note that somebody is not on Webex; False when that was known."""
    is_news = is_reachable(ctx, email)
    if is_news:
        ctx.uow.encounters.note_unreachable(email, ctx.now)
    return is_news


def texts_at(ctx: Context, place: Address) -> Texts:
    """Return the language of a place: somebody's own, or what was chosen for a space that many share."""
    return ctx.texts_of(place.email) if place.email else texts(ctx.uow.spaces.language(place.room_id))


def zone_at(ctx: Context, place: Address, order: Order) -> ZoneInfo:
    """Return the zone in which times are read at a place: the one that somebody chose, else the order's."""
    person = ctx.uow.people.by_email(place.email) if place.email else None
    return ZoneInfo(person.zone) if person and person.zone else order.tz(ctx.policy.zone)


def rep_texts(ctx: Context, order: Order) -> Texts:
    """Return the language in which the outcome of an escalation is recorded: that of the order's space."""
    return texts_at(ctx, Address(room_id=room_of(ctx, order)))


def title_of(ctx: Context, room: str) -> str:
    """Return what a room is called; the end of its id where we do not know."""
    return said(ctx.uow.spaces.title(room)) or f"…{room[-8:]}"
