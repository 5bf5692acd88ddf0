"""Joining: a room that takes the bot in is greeted, and people who enter or leave a rep space are noted."""

from bot.dispatch.context import Context
from bot.dispatch.rep_spaces import known_rooms
from bot.dispatch.routing import Router
from bot.domain.events import RoomJoined, RoomLeft
from bot.domain.internal_events import GuestSeen
from bot.domain.outgoing import Address
from bot.language.texts import _
from cards.notice import notice
from handlers.escalations.places import texts_at
from handlers.spaces import losing

router = Router()

GREETING = _(
    "Hello! I am the Set Up Now bot. An admin can type /space here, mentioning me, to have escalations come to this "
    "space."
)
# The guardian looks into each rep space twice a minute.
GREETING_OF_REPS = _("Hello! I am the Set Up Now bot. Within a minute escalations come to this space.")


@router.event(RoomJoined)
def joined(ctx: Context, event: RoomJoined) -> None:
    """Greet a group that took the bot in, and note who comes into a rep space."""
    if not event.is_bot_itself:
        ctx.uow.spaces.add(event.room_id, ctx.person.email)
        if event.room_id in ctx.rep_spaces.rooms and not ctx.may_be_rep(ctx.person.email):
            ctx.uow.inbox.add(GuestSeen(event.room_id, ctx.person.email).pack(ctx.now))
    elif not event.is_direct:
        is_rep_space = event.room_id in known_rooms(ctx.uow, ctx.policy.rep_space)
        place = Address(room_id=event.room_id)
        ctx.send_to(place, notice(texts_at(ctx, place), GREETING_OF_REPS if is_rep_space else GREETING))


@router.event(RoomLeft)
def left(ctx: Context, event: RoomLeft) -> None:
    """Note that somebody who left a rep space is no representative any more; give up a room that the bot has left."""
    if event.is_bot_itself:
        losing.lose(ctx, event.room_id)
    else:
        ctx.uow.spaces.remove(event.room_id, event.person.email)
