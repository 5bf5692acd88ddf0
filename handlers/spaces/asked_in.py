"""The space in which a command was typed, for the commands that are about one."""

from bot.dispatch.context import Context
from bot.dispatch.rep_spaces import known_rooms
from bot.errors import Refusal
from bot.language.texts import _

IN_THE_SPACE = _("Type this in the space that it is about, mentioning me.")


def room_asked_in(ctx: Context) -> str:
    """Return the room in which a command was typed; refuse one typed in a direct chat."""
    if not ctx.chat.room_id:
        raise Refusal(IN_THE_SPACE)
    return ctx.chat.room_id


def rep_space_asked_in(ctx: Context) -> str:
    """Return the rep space in which a command was typed; refuse one typed elsewhere."""
    room = room_asked_in(ctx)
    if room not in known_rooms(ctx.uow, ctx.policy.rep_space):
        raise Refusal(_("No escalations come to this space."))
    return room
