"""The bot's own person at Webex."""

from collections.abc import Callable
from threading import Lock

from bot.domain.people import Person


class Myself:
    """Returns the bot's own person. Webex is asked once, however many threads want to know at the same time."""

    def __init__(self, ask: Callable[[], Person]) -> None:
        self._ask = ask
        self._lock = Lock()
        self._person: Person | None = None

    def __call__(self) -> Person:
        with self._lock:
            if self._person is None:
                self._person = self._ask()
            return self._person

    def known_id(self) -> str:
        """Return the bot's own id; "" while Webex has not told it yet. Nothing is asked here."""
        return self._person.id if self._person else ""
