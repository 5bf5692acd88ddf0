"""Checks the rep spaces: who their members are, and whether we can reach them."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from bot.clock import Clock
from bot.dispatch.context import Policy
from bot.dispatch.rep_spaces import known_rooms
from bot.dispatch.representatives import may_be_rep
from bot.domain.internal_events import GuestSeen, SpaceSeen
from bot.errors import Rejected, WebexError
from bot.webex.port import Webex
from store import Store, UnitOfWork

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RepSpaceWatch:
    """Checks the rep spaces: their members, whether these may be representatives, and whether we can reach them."""

    store: Store
    webex: Webex
    clock: Clock
    policy: Policy
    nudge: Callable[[], None]

    def look(self) -> None:
        """Update the members of each space, and note which ones we can no longer reach, or can reach again.

        A failure with one space does not keep the others from being checked.
        """
        with self.store.reading() as uow:
            rooms = sorted(known_rooms(uow, self.policy.rep_space))
        for room in rooms:
            try:
                self._look_into(room)
            except Rejected as error:
                log.warning("a rep space cannot be reached", extra={"action": "space_lost", "cause": error.reason})
                self._report(room, is_lost=True)
            except WebexError as error:
                log.warning("a rep space was not seen", extra={"action": "look_failed", "cause": error.reason})

    def _look_into(self, room: str) -> None:
        title, members = self.webex.title(room), self.webex.members(room)
        people = [person.email for person in members if not person.is_bot]
        self._report(room, is_lost=False)
        with self.store.unit_of_work() as uow:
            # Webex does not always decrypt it; then the space keeps the name that it had.
            if title:
                uow.spaces.name(room, title)
            uow.spaces.set_members(room, people)
            for guest in (each for each in people if not self._may_be_rep(uow, each)):
                uow.inbox.add(GuestSeen(room, guest).pack(self.clock.now()))
        self.nudge()

    def _may_be_rep(self, uow: UnitOfWork, email: str) -> bool:
        return may_be_rep(uow, email, admins=self.policy.admins, domains=self.policy.rep_domains)

    def _report(self, room: str, *, is_lost: bool) -> None:
        """Add an event for a space that was lost, or that we can reach again."""
        now = self.clock.now()
        with self.store.unit_of_work() as uow:
            if is_lost != (room in uow.spaces.lost()):
                uow.inbox.add(SpaceSeen(room, is_lost).pack(now, now.isoformat()))
                self.nudge()
