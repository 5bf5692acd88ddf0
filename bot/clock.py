"""The clock: the only place where the present moment is read."""

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the present moment. The system's clock is one; the playground brings one that can be moved."""

    def now(self) -> datetime:
        """Return the present moment: aware, in UTC."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)
