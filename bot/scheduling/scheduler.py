"""The door to APScheduler: a metronome. What is due stands in the database, so a beat that is missed loses nothing."""

import logging
from collections.abc import Callable
from datetime import UTC

from apscheduler.schedulers.background import BackgroundScheduler

log = logging.getLogger(__name__)


class Beats:
    """Calls functions again and again, each at its own pace and never twice at once."""

    def __init__(self) -> None:
        self._scheduler = BackgroundScheduler(timezone=UTC)

    def every(self, seconds: float, name: str, beat: Callable[[], object]) -> None:
        """Call a function every so many seconds, the first time after as many.

        A beat that comes late is still made, and several missed ones are made once: left to itself APScheduler
        drops a beat that is a second late.
        """
        self._scheduler.add_job(
            guarded(name, beat),
            "interval",
            seconds=seconds,
            id=name,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )

    def start(self) -> None:
        self._scheduler.start()

    def stop(self) -> None:
        """Make no further beats, and wait for those that are being made."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)


def guarded(name: str, beat: Callable[[], object]) -> Callable[[], None]:
    """Return a beat that logs what goes wrong and comes again."""

    def guarded_beat() -> None:
        try:
            beat()
        except Exception:
            log.exception("beat failed", extra={"action": "beat_failed", "beat": name})

    return guarded_beat
