"""Rep spaces: the room in which the representatives of an order work, by its country, by its offer, or the fallback."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from bot.domain.orders import OFFERS, Order

# The key in `bot_state` of the space that was set in chat as the fallback.
REP_SPACE = "rep_space"
# The route of an order that came to the fallback space although there are routes: none of them fits it.
UNROUTED = "fallback"


class Place(NamedTuple):
    """Where the calls of an order go, and by which route: a country, an offer, UNROUTED, or "" where there are none."""

    room_id: str
    route: str


@dataclass(frozen=True, slots=True)
class RepSpaces:
    """All rep spaces: `fallback` is for every order without a route, `lost` are rooms that we cannot reach."""

    fallback: str = ""
    routes: Mapping[str, str] = field(default_factory=dict)
    lost: frozenset[str] = frozenset()

    @property
    def rooms(self) -> frozenset[str]:
        """The rooms whose members are representatives."""
        return frozenset({self.fallback, *self.routes.values()}) - self.lost - {""}

    def place_of(self, order: Order) -> Place:
        """Return where the calls of an order go: a country comes before an offer, and a lost room does not count."""
        route = next((name for name in (order.country, order.offer) if name in self.routes), UNROUTED)
        room = self.routes.get(route, "")
        if room and room not in self.lost:
            return Place(room, route)
        return Place(self.fallback, UNROUTED if self.routes else "")

    def routes_of(self, room_id: str) -> list[str]:
        """Return the routes that lead to a room, the countries first."""
        return sorted((name for name, room in self.routes.items() if room == room_id), key=lambda n: (n in OFFERS, n))
