"""Address changes: when somebody known by their Webex id has a new address, what is theirs moves to it."""

import logging
from dataclasses import replace

from bot.dispatch.context import Context
from bot.domain.people import Person
from bot.logs import short_name

log = logging.getLogger(__name__)


def met(ctx: Context) -> Person:
    """Return the person of an event as the store has them, brought up to date."""
    before = ctx.uow.people.by_id(ctx.person.id)
    # Webex may hide the address of somebody in another organization.
    person = replace(ctx.person, email=before.email) if before and not ctx.person.email else ctx.person
    old = before.email if before else address_written_to(ctx)
    if before is None:
        ctx.uow.moves.is_free_again(person.email)
    if old and old != person.email:
        follow(ctx, old, person)
    met_now = ctx.uow.people.meet(person)
    if before is None and person.email:
        # Webex has just named the address, so the first press after this needs no look.
        ctx.uow.people.note_looked_up(person.id, ctx.now)
    return met_now


def address_written_to(ctx: Context) -> str:
    """Return the address under which we wrote to this direct chat, for a person not known by id; "" outside one."""
    room_id = getattr(ctx.event, "room_id", "")
    return ctx.uow.posted.address_in(room_id) if room_id and not ctx.person.is_bot else ""


def follow(ctx: Context, old: str, person: Person) -> None:
    """Move all that somebody has under an old address to the new one, and note it on the timelines of their orders."""
    ctx.uow.moves.address(old, person.email)
    theirs = [*ctx.uow.orders.of_person(person.email), *ctx.uow.orders.of_rep(person.email)]
    for number in sorted({order.number for order in theirs}) or [""]:
        ctx.uow.audit.add(ctx.now, person.email, "address_changed", order=number, detail={"before": old})
    log.info(
        "another address", extra={"action": "address_changed", "person": short_name(person.id), "orders": len(theirs)}
    )
