"""The one clock that stands."""

from datetime import datetime, timedelta


class StandingClock:
    """A clock that moves only when it is told to."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def now(self) -> datetime:
        return self._now

    def move_to(self, moment: datetime) -> None:
        self._now = moment

    def passes(self, **span: float) -> None:
        """Let so much time pass."""
        self._now += timedelta(**span)
