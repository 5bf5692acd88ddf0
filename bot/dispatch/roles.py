"""Roles: who somebody is to the bot, as the orders, the rep spaces and the settings have it now."""

from datetime import datetime, timedelta

from bot.dispatch.context import Context
from bot.domain.events import Event
from bot.domain.internal_events import InternalEvent
from bot.domain.people import Role
from bot.language.addresses import domain_of

# Whoever acted in a rep space longer ago than this may have been put out of it since.
JUST_NOW = timedelta(seconds=5)


def roles_of(ctx: Context) -> frozenset[Role]:
    """Return the roles that the person of an event has now.

    Somebody who writes or presses in a rep space counts as its member even if their joining was never reported, unless
    the event comes late: then they have to be among its members, who were listed for that. A guest there is no
    representative. Being named on an order as its representative counts for that order alone.
    """
    person, uow, policy = ctx.person, ctx.uow, ctx.policy
    roles: set[Role] = set()
    if person.email in map(uow.moves.current_address, policy.admins):
        roles |= {Role.ADMIN, Role.REP}
    rooms = ctx.rep_spaces.rooms
    is_there = getattr(ctx.event, "room_id", "") in rooms and not may_have_left(ctx.event, ctx.arrived_at, ctx.now)
    is_in_one = is_there or uow.spaces.is_in_one(rooms, person.email)
    if is_in_one and ctx.may_be_rep(person.email):
        roles.add(Role.REP)
    if roles or uow.orders.name_rep(person.email):
        roles.add(Role.ORDER_REP)
    if roles or uow.orders.name_person(person.email) or domain_of(person.email) in policy.allowed_domains:
        roles.add(Role.MEMBER)
    return frozenset(roles)


def may_have_left(event: Event | InternalEvent | None, arrived_at: datetime | None, now: datetime) -> bool:
    """Return whether somebody wrote or pressed so long ago that they may have left the room since.

    It may have waited here, or Webex told of it late, as of what is fetched after an outage.
    """
    moments = (arrived_at, event.happened_at if event else None)
    return any(now - moment > JUST_NOW for moment in moments if moment is not None)
