"""Migrating: a room that Webex has moved to another region has a new id, and everything goes on as before."""

from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.events import RoomMigrated
from bot.webex.content import uuid_of

router = Router()


@router.event(RoomMigrated)
def room_migrated(ctx: Context, event: RoomMigrated) -> None:
    """Put everything that we keep about the room under its new id."""
    kept = ctx.uow.moves.rooms() | {ctx.policy.rep_space}
    for old in sorted(kept - {event.room_id, ""}):
        if uuid_of(old) == uuid_of(event.room_id):
            ctx.uow.moves.room(old, event.room_id)
            ctx.uow.spaces.find(event.room_id)
            ctx.audit("room_migrated")
