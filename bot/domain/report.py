"""The report: what became of orders, people and calls in the last days, and what is about to go wrong. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from bot.domain.orders import Order


@dataclass(frozen=True, slots=True)
class Happened:
    """How often something happened between two moments, by what is kept of it."""

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
    """The days between two moments; `provisioned` and `at_risk` are the orders themselves."""

    since: datetime
    until: datetime
    happened: Happened
    provisioned: tuple[Order, ...]
    at_risk: tuple[Order, ...]
    default_zone: str

    @property
    def late(self) -> int:
        """Return how many were provisioned after the day on which their line closes."""
        return sum(is_late(order, self.default_zone) for order in self.provisioned)

    @property
    def usual_time(self) -> timedelta | None:
        """Return the median time from invitation to provisioned; None when nothing was."""
        return usual_time(self.provisioned)


def is_late(order: Order, default_zone: str) -> bool:
    """Return whether an order was provisioned after its line had closed."""
    done = order.provisioned_at
    return done is not None and done.astimezone(order.tz(default_zone)).date() > order.closes_on(default_zone)


def usual_time(orders: Iterable[Order]) -> timedelta | None:
    """Return the median time that orders took from invitation to provisioned."""
    seconds = [
        (each.provisioned_at - each.invited_at).total_seconds()
        for each in orders
        if each.provisioned_at and each.invited_at
    ]
    return timedelta(seconds=median(seconds)) if seconds else None
