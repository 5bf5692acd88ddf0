"""Look-ups of people: before a question is asked, an address is looked up among the organizations the partner manages.

It happens outside any transaction, once per question, and for no longer than somebody in a chat is willing to wait. The
result is kept with its moment; a service that does not answer is left alone for a while, and the card says so.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.domain.events import CardSubmitted, Event, MessagePosted
from bot.domain.internal_events import InternalEvent
from bot.domain.lookups import LookUp, LookUpResult, Membership
from bot.errors import WebexError
from bot.language.addresses import normal_email
from bot.services.resting import Rest
from bot.services.webex_admin import WebexAdmin
from bot.settings.checks import email as checked_email
from store import Store

log = logging.getLogger(__name__)

# How long a service that failed is left alone, and how long somebody waits for a look-up in all.
REST, PATIENCE_SECONDS = timedelta(minutes=1), 6.0
# How long an answer counts as fresh.
FRESH = {
    LookUpResult.FOUND: timedelta(days=1),
    LookUpResult.UNKNOWN: timedelta(hours=1),
    LookUpResult.FAILED: REST,
}

BeforeEvent = Callable[[Event | InternalEvent], None]


class PeopleLookUps:
    """Looks up the person whose address the next question depends on."""

    def __init__(self, admin: WebexAdmin, store: Store, clock: Clock) -> None:
        self._admin = admin
        self._store = store
        self._clock = clock
        self._rest = Rest(REST)

    def __call__(self, event: Event | InternalEvent) -> None:
        """Look up the address that was entered, else the person's own, where an order is before its organizations."""
        if not isinstance(event, MessagePosted | CardSubmitted):
            return
        with self._store.reading() as uow:
            orders = uow.orders.of_person(event.person.email)
        if any(order.state.is_before_mapping for order in orders):
            self.look_up(entered_in(event) or event.person.email)

    def look_up(self, address: str) -> None:
        """Look one address up, unless that was done lately; whatever goes wrong is noted, and nobody waits longer."""
        now = self._clock.now()
        with self._store.reading() as uow:
            known = uow.managed.looked_up(address)
        if known is not None and is_fresh(known, now):
            return
        if self._rest.is_on(now):
            self._note_failed(address, now)
            return
        admin = self._admin.hurried(PATIENCE_SECONDS)
        try:
            self._keep(admin, address, admin.memberships(address), now)
        except WebexError as error:
            self._rest.begin(error, now)
            log.warning("not looked up", extra={"action": "lookup_failed", "cause": error.reason})
            self._note_failed(address, now)

    def _keep(self, admin: WebexAdmin, address: str, memberships: list[Membership], now: datetime) -> None:
        with self._store.reading() as uow:
            unknown = [each.org_id for each in memberships if uow.managed.get(each.org_id) is None]
        organizations = [admin.organization(each) for each in unknown]
        with self._store.unit_of_work() as uow:
            for each in organizations:
                uow.managed.keep(each, now)
            uow.managed.keep_person(address, memberships, now)

    def _note_failed(self, address: str, now: datetime) -> None:
        with self._store.unit_of_work() as uow:
            uow.managed.note_failed(address, now)


def is_fresh(known: LookUp, now: datetime) -> bool:
    return now - known.looked_up_at < FRESH[known.finding]


def entered_in(event: MessagePosted | CardSubmitted) -> str:
    """Return the address that was entered; "" where none was."""
    typed = event.text if isinstance(event, MessagePosted) else event.inputs.get("email", "")
    words = [each for each in typed.split() if "@" in each]
    try:
        return normal_email(checked_email(words[0])) if len(words) == 1 else ""
    except ValueError:
        return ""
