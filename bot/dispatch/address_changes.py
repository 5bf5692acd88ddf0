"""Address changes: what is somebody's under an address of theirs moves to the one that Webex names first."""

import logging
from dataclasses import replace

from bot.dispatch.context import Context
from bot.domain.people import Person
from bot.logs import short_name

log = logging.getLogger(__name__)


def met(ctx: Context) -> Person:
    """Return the person of an event as the store has them, brought up to date."""
    before = ctx.uow.people.by_id(ctx.person.id)
    known = [before.email] if before else []
    written_to = addresses_written_to(ctx)
    # Webex may hide the address of somebody in another organization.
    email = next(filter(None, [ctx.person.email, *known, *written_to]), "")
    if before is None:
        ctx.uow.moves.set_free(email)
    for other in sorted({*known, *written_to} - {"", email}):
        follow(ctx, other, email)
    met_now = ctx.uow.people.meet(replace(ctx.person, email=email))
    if before is None and email:
        # Webex has just named the address, so the first press after this needs no look.
        ctx.uow.people.note_looked_up(ctx.person.id, ctx.now)
    return met_now


def addresses_written_to(ctx: Context) -> list[str]:
    """Return the addresses under which we wrote to this direct chat lately, the latest first; none outside one.

    Webex took each of them for the same person. What is known as somebody else's address is none of theirs: whoever
    acts in a chat in which they are not takes nothing over.
    """
    room_id = getattr(ctx.event, "room_id", "")
    written_to = ctx.uow.posted.addresses_in(room_id) if room_id and not ctx.person.is_bot else []
    return [each for each in written_to if not is_somebody_elses(ctx, each)]


def is_somebody_elses(ctx: Context, email: str) -> bool:
    known = ctx.uow.people.by_email(email)
    return known is not None and known.id != ctx.person.id


def follow(ctx: Context, old: str, email: str) -> None:
    """Move all that somebody has under another address to this one, and note it on the timelines of their orders."""
    ctx.uow.moves.address(old, email)
    theirs = [*ctx.uow.orders.of_person(email), *ctx.uow.orders.of_rep(email)]
    for number in sorted({order.number for order in theirs}) or [""]:
        ctx.uow.audit.add(ctx.now, email, "address_changed", order=number, detail={"before": old})
    facts = {"action": "address_changed", "person": short_name(ctx.person.id), "orders": len(theirs)}
    log.info("another address", extra=facts)
