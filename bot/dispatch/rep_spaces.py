"""Which rooms are rep spaces, by the store and the settings."""

from bot.domain.spaces import REP_SPACE, RepSpaces
from store.unit_of_work import UnitOfWork


def spaces_of(uow: UnitOfWork, configured: str) -> RepSpaces:
    """Return the rep spaces: those set in chat, or else the one of the settings."""
    configured = uow.moves.current_room(configured)
    lost = uow.spaces.lost()
    wanted = (uow.bot_state.get(REP_SPACE) or "", configured)
    fallback = next((room for room in wanted if room and room not in lost), "")
    return RepSpaces(fallback, uow.spaces.routes(), lost)


def known_rooms(uow: UnitOfWork, configured: str) -> frozenset[str]:
    """Return every room that should be a rep space, also those that we cannot reach now."""
    said = uow.bot_state.get(REP_SPACE) or ""
    spaces = spaces_of(uow, configured)
    return frozenset({said or uow.moves.current_room(configured), *spaces.routes.values(), *spaces.rooms}) - {""}
