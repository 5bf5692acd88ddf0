"""Roles: who somebody is to the bot, as the orders, the rep spaces and the settings have it now."""

from datetime import timedelta

from bot.dispatch.context import Context
from bot.domain.people import Role
from bot.language.addresses import domain_of

# The guardian lists the members of each rep space twice a minute.
MEMBERS_ARE_LISTED_WITHIN = timedelta(minutes=1)


def roles_of(ctx: Context) -> frozenset[Role]:
    """Return the roles that the person of an event has now.

    Somebody who writes or presses in a rep space counts as its member even if their joining was never reported, but a
    guest there is no representative, nor who left it while the event waited. Being named on an order as its
    representative counts for that order alone.
    """
    person, uow, policy = ctx.person, ctx.uow, ctx.policy
    roles: set[Role] = set()
    if person.email in map(uow.moves.current_address, policy.admins):
        roles |= {Role.ADMIN, Role.REP}
    rooms = ctx.rep_spaces.rooms
    is_there = getattr(ctx.event, "room_id", "") in rooms and not has_waited(ctx)
    is_in_one = is_there or uow.spaces.is_in_one(rooms, person.email)
    if is_in_one and ctx.may_be_rep(person.email):
        roles.add(Role.REP)
    if roles or uow.orders.name_rep(person.email):
        roles.add(Role.ORDER_REP)
    if roles or uow.orders.name_person(person.email) or domain_of(person.email) in policy.allowed_domains:
        roles.add(Role.MEMBER)
    return frozenset(roles)


def has_waited(ctx: Context) -> bool:
    """Return whether an event has waited for so long that the members of its space were listed meanwhile."""
    return ctx.arrived_at is not None and ctx.now - ctx.arrived_at > MEMBERS_ARE_LISTED_WITHIN
