"""Health: what keeps the bot from working, and how much work is waiting."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.dispatch.rep_spaces import known_rooms, spaces_of
from bot.domain.spaces import UNROUTED
from store import Store

SLOW_BACKLOG = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Health:
    """Answers questions about the state of the bot, and changes nothing.

    `are_working` tells whether the workers run, `trouble` what keeps our webhooks from being in order, `is_behind`
    whether messages of an outage are still to be fetched, and `next_reminder` when the next is due. `rep_space` is the
    one of the settings; `mails` is whether there is a mail server, `tells_a_system` whether the partner's own system
    provisions.
    """

    store: Store
    clock: Clock
    are_working: Callable[[], bool]
    trouble: Callable[[], str]
    is_behind: Callable[[], bool]
    next_reminder: Callable[[], datetime | None]
    rep_space: str
    mails: bool
    tells_a_system: bool = False

    def readiness(self) -> list[str]:
        """Return a sentence for each thing that keeps the bot from working; none when it is ready."""
        problems = [] if self.store.writable() else ["the database cannot be written"]
        if not problems and not self.store.is_in_place():
            problems.append("the database or its log was removed or replaced")
        if self.store.is_damaged:
            problems.append("the database is damaged: put a backup in its place")
        if not self.are_working():
            problems.append("workers are not running")
        problems += filter(None, [self.trouble()])
        with self.store.reading() as uow:
            oldest = uow.backlog.untouched_since(self.clock.now())
            lost = uow.spaces.lost() & known_rooms(uow, self.rep_space)
            problems += [f"a rep space cannot be reached: {uow.spaces.title(room) or room}" for room in sorted(lost)]
        if oldest is not None and self.clock.now() - oldest > SLOW_BACKLOG:
            problems.append("events wait too long to be handled")
        return problems

    def is_idle(self) -> bool:
        """Return whether nothing is due to be handled or sent."""
        if self.is_behind():
            return False
        with self.store.reading() as uow:
            now = self.clock.now()
            if uow.backlog.is_in_hand():
                return False
            mail = uow.mails.next_due() if self.mails else None
            event = uow.partner_events.next_due() if self.tells_a_system else None
            moments = (uow.inbox.next_due(), uow.outbox.next_due(), mail, event)
        return not any(moment is not None and moment <= now for moment in (*moments, self.next_reminder()))

    def backlog(self) -> tuple[int, float, int]:
        """Return how many events wait, for how many seconds the oldest does, and how many messages wait."""
        with self.store.reading() as uow:
            events, messages, oldest = uow.backlog.events(), uow.backlog.messages(), uow.backlog.oldest_arrival()
        age = (self.clock.now() - oldest).total_seconds() if oldest else 0.0
        return events, max(age, 0.0), messages

    def is_paused(self) -> bool:
        """Return whether an admin has paused the bot, so that events wait on purpose."""
        with self.store.reading() as uow:
            return uow.pauses.current() is not None

    def dead_letters(self) -> int:
        """Return how many things were given up and wait for an admin."""
        with self.store.reading() as uow:
            return uow.dead_letters.count()

    def backed_up(self) -> float:
        """Return until when the newest backup goes, in seconds since 1970; before the first, when the file was made."""
        with self.store.reading() as uow:
            return uow.backups.newest_or_beginning().timestamp()

    def unrouted(self) -> int:
        """Return how many orders are in the fallback space because no route fits them, not even by now."""
        with self.store.reading() as uow:
            spaces = spaces_of(uow, self.rep_space)
            orders = filter(None, (uow.orders.get(each.order) for each in uow.escalations.unrouted()))
            return sum(spaces.place_of(order).route == UNROUTED for order in orders)

    def open_escalations(self) -> int:
        """Return how many orders need a representative."""
        with self.store.reading() as uow:
            return len(uow.escalations.open_ones())
