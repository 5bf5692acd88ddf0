"""Absence: after a time in which Webex could not reach us, what was said meanwhile is fetched.

Webex tells of an event once. While we are down, or our webhooks are, its events are lost; but direct messages can
still be listed. Presses of buttons cannot, so whoever is mid-way gets their card again.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.domain.internal_events import AbsenceEnded
from bot.webex.port import Webex
from store import Store

log = logging.getLogger(__name__)

HEARD_UNTIL = "heard_until"
# Clocks differ, and an event may have been on its way when we went.
MARGIN = timedelta(minutes=2)
# We look twice a minute, so a shorter silence is no absence; a card again for each restart would be a nuisance.
SHORTEST_ABSENCE = timedelta(seconds=90)


class Absence:
    """Knows until when Webex could reach us, and makes up for what was missed since."""

    def __init__(self, store: Store, webex: Webex, clock: Clock, is_stopping: Callable[[], bool]) -> None:
        self._store = store
        self._webex = webex
        self._clock = clock
        self._is_stopping = is_stopping
        self._is_sure = False

    def reachable(self, *, was_repaired: bool) -> int:
        """Note that Webex can reach us now; returns how many messages had been missed.

        They are fetched at the first call of a process, and whenever a webhook had to be repaired.
        """
        now = self._clock.now()
        with self._store.reading() as uow:
            noted = uow.settings.get(HEARD_UNTIL)
        self._is_sure = self._is_sure and not was_repaired
        missed = 0
        if noted and not self._is_sure:
            missed = self._make_up(datetime.fromisoformat(noted), now)
            if self._is_stopping():
                return missed
        self._is_sure = True
        with self._store.unit_of_work() as uow:
            uow.settings.set(HEARD_UNTIL, now.isoformat())
        return missed

    def _make_up(self, heard_until: datetime, now: datetime) -> int:
        missed = self._fetch(heard_until - MARGIN, now)
        if now - heard_until >= SHORTEST_ABSENCE and not self._is_stopping():
            self._tell_who_is_midway(heard_until, now)
        if missed:
            log.warning("messages had been missed", extra={"action": "made_up", "missed": missed})
        return missed

    def _fetch(self, since: datetime, now: datetime) -> int:
        with self._store.reading() as uow:
            people = uow.people.in_touch()
        missed = 0
        for email in people:
            if self._is_stopping():
                break
            envelopes = self._webex.direct_messages_since(email, since, now)
            with self._store.unit_of_work() as uow:
                missed += uow.inbox.add_missed(envelopes)
        return missed

    def _tell_who_is_midway(self, since: datetime, now: datetime) -> None:
        with self._store.unit_of_work() as uow:
            for email in uow.progress.people_midway():
                person = uow.people.by_email(email)
                if person is not None:
                    uow.inbox.add(AbsenceEnded(person, now).pack(now, since))
