"""The report: what became of orders, people and calls in the last days, and what is about to go wrong. Pure."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median

from bot.domain.orders import Order

# Orders are counted by how long they took, within these bounds; one that took exactly that long is within.
SPANS = (timedelta(days=1), timedelta(days=3), timedelta(days=7))


@dataclass(frozen=True, slots=True)
class Happened:
    """How often something happened between two moments, as far as it was kept."""

    invited: int
    begun: int
    mapped: int
    ready: int
    called: int
    claimed: int
    resolved: int
    reminded: int
    undeliverable: int


@dataclass(frozen=True, slots=True)
class Report:
    """The days between two moments; `provisioned` and `at_risk` are the orders themselves.

    `waiting` counts the orders under way by where they stand, as the sentence says that names the place.
    """

    since: datetime
    until: datetime
    happened: Happened
    provisioned: tuple[Order, ...]
    at_risk: tuple[Order, ...]
    default_zone: str
    waiting: Mapping[str, int] = field(default_factory=dict)

    @property
    def late(self) -> int:
        """How many were provisioned after the day on which their line closes."""
        return sum(is_late(order, self.default_zone) for order in self.provisioned)

    @property
    def usual_time(self) -> timedelta | None:
        """The median time from invitation to provisioned; None when nothing was."""
        return usual_time(self.provisioned)

    @property
    def by_time(self) -> tuple[int, ...]:
        """How many were provisioned within each of the spans, and at the end how many took longer."""
        spans = [bisect_left(SPANS, time) for time in times(self.provisioned)]
        return tuple(spans.count(n) for n in range(len(SPANS) + 1))


def is_late(order: Order, default_zone: str) -> bool:
    """Return whether an order was provisioned after its line had closed."""
    done = order.provisioned_at
    return done is not None and done.astimezone(order.tz(default_zone)).date() > order.closes_on(default_zone)


def usual_time(orders: Iterable[Order]) -> timedelta | None:
    """Return the median time that orders took from invitation to provisioned."""
    seconds = [time.total_seconds() for time in times(orders)]
    return timedelta(seconds=median(seconds)) if seconds else None


def times(orders: Iterable[Order]) -> Iterator[timedelta]:
    """Yield how long each order took from invitation to provisioned."""
    for each in orders:
        if each.provisioned_at and each.invited_at:
            yield each.provisioned_at - each.invited_at
