"""Losing a space: escalations in a rep space that cannot be reached go elsewhere, and come back with it."""

from bot.dispatch.context import Context
from bot.dispatch.rep_spaces import known_rooms
from bot.dispatch.routing import Router
from bot.domain.internal_events import SpaceSeen
from bot.domain.outgoing import Address
from bot.language.texts import _
from handlers.chat.admins import tell_admins
from handlers.escalations import moving, places

router = Router()


@router.event(SpaceSeen)
def space_seen(ctx: Context, event: SpaceSeen) -> None:
    """Move escalations when a rep space is lost, or can be reached again."""
    if event.is_lost:
        lose(ctx, event.room_id)
    elif ctx.uow.spaces.find(event.room_id):
        ctx.audit("space_found")
        tell_admins(
            ctx,
            _("I can reach the space {space} again. Escalations come to it as before."),
            space=places.title_of(ctx, event.room_id),
        )
        moving.move_homeless(ctx)


def lose(ctx: Context, room: str) -> None:
    """Send what is open in a rep space that is gone to the fallback, and tell the admins."""
    if room not in known_rooms(ctx.uow, ctx.policy.rep_space) or not ctx.uow.spaces.lose(room, ctx.now):
        return
    ctx.audit("space_lost")
    ctx.uow.spaces.set_members(room, [])
    ctx.uow.withdrawals.posts(address=Address(room_id=room))
    fallback = ctx.rep_spaces.fallback
    if fallback:
        sentence = _(
            "I cannot reach the space {space} any more. Its escalations go to {fallback}. Invite me again, or type "
            "/space here in another space."
        )
    else:
        sentence = _(
            "I cannot reach the space {space} any more, and there is no other: you get its escalations. Invite me "
            "again, or type /space here in another space."
        )
    tell_admins(ctx, sentence, space=places.title_of(ctx, room), fallback=places.title_of(ctx, fallback))
    moving.move_homeless(ctx)
