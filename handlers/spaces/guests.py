"""Guests: people in a rep space who may not act as representatives. The admins hear of each, once."""

from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.internal_events import GuestSeen
from bot.language.texts import _
from handlers.chat.admins import tell_admins
from handlers.escalations import places

router = Router()

GUEST_SEEN = _(
    "{person} is in the space {space}, where representatives work, but is not a representative: the domain of the "
    "address is not in REP_DOMAINS. They can read there, but not act on orders. To let them act, add the domain or "
    "name them on the order; if they should not read, take them out of the space."
)


@router.event(GuestSeen)
def tell_of_guest(ctx: Context, event: GuestSeen) -> None:
    """Tell the admins, once, that somebody in a rep space may not be a representative."""
    if ctx.may_be_rep(event.email) or ctx.uow.encounters.is_known_guest(event.room_id, event.email):
        return
    ctx.uow.encounters.note_guest(event.room_id, event.email, ctx.now)
    ctx.uow.audit.add(ctx.now, event.email, "guest_joined")
    tell_admins(ctx, GUEST_SEEN, person=event.email, space=places.title_of(ctx, event.room_id))
