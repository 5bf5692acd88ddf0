"""The guard: checks again and again that Webex can reach us, and starts catching up after an outage."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.clock import Clock
from bot.delivery.outage_watch import OutageWatch
from bot.delivery.single_flight import SingleFlight
from bot.dispatch.context import BOT_EMAIL, BOT_ID
from bot.domain.people import Person
from bot.errors import RateLimited, Superseded, TokenRefused, WebexError
from bot.operations.rep_space_watch import RepSpaceWatch
from bot.operations.rivals import note_rival
from bot.webex.webhooks import WebhookGuardian
from store import Store

log = logging.getLogger(__name__)

# What keeps our webhooks from being in order, as operators read it.
NOT_LOOKED_AT = "webhooks are not registered"
REFUSED = "Webex does not accept the bot's token"
AWAY = "Webex cannot be reached"
REPLACED = "another bot serves in our place"

# Beginnings of the causes for which something waits for Webex: it refused the token, failed, or did not answer.
WAITED_FOR = ("401:", "5", "no usable answer")


@dataclass(slots=True)
class Guard:
    """Checks our webhooks, our own address and the rep spaces. `trouble` is empty while our webhooks are in order.

    `ending` is set when this process has to end: it was told to, or is `superseded` by one that serves in its place.
    """

    store: Store
    clock: Clock
    guardian: WebhookGuardian
    outages: OutageWatch
    rep_spaces: RepSpaceWatch
    me: Callable[[], Person]
    trouble: str = NOT_LOOKED_AT
    ending: threading.Event = field(default_factory=threading.Event)
    superseded: threading.Event = field(default_factory=threading.Event)
    flight: SingleFlight = field(default_factory=lambda: SingleFlight("guardian"))

    def set_out(self) -> None:
        """Check in a thread of its own, since Webex may be slow; do nothing while a check is running."""
        self.flight.set_out(self.check)

    def check(self) -> None:
        """Repair our webhooks, and update the members of the rep spaces. What fails now is tried at the next beat."""
        looked_at = self.clock.now()
        try:
            repairs = self.guardian.check()
            self._look_for_a_rival()
            if self.trouble:
                self._go_on()
            self.trouble = ""
            self.outages.reachable(looked_at, was_repaired=bool(repairs))
            self.note_who_we_are()
        except Superseded as error:
            self._stand_back(error)
            return
        except WebexError as error:
            self._failed(error)
        self.rep_spaces.look()

    def _look_for_a_rival(self) -> None:
        """Note that somebody else changes our webhooks, as another bot with our token does."""
        address = self.guardian.taken_to
        if address:
            log.error("our webhooks are taken", extra={"action": "webhooks_taken", "to": address})
            with self.store.unit_of_work() as uow:
                note_rival(uow, address, self.clock.now())

    def _go_on(self) -> None:
        """Have everything tried at once that waits because Webex was away or refused the token: now it answers."""
        if self.trouble != NOT_LOOKED_AT:
            log.info("webex can be used again", extra={"action": "guard_well"})
        now = self.clock.now()
        with self.store.unit_of_work() as uow:
            for cause in WAITED_FOR:
                uow.inbox.hurry(cause, now)
                uow.outbox.hurry(cause, now)

    def _stand_back(self, error: Superseded) -> None:
        self.trouble = REPLACED
        self.outages.unreachable()
        log.error(REPLACED, extra={"action": "superseded", "cause": str(error)})
        self.superseded.set()
        self.ending.set()

    def _failed(self, error: WebexError) -> None:
        is_refused = isinstance(error, TokenRefused)
        # A refusal for too many calls says nothing about our webhooks.
        if not isinstance(error, RateLimited):
            self.trouble = REFUSED if is_refused else f"{AWAY}: {error.reason}"
            self.outages.unreachable()
        what = "webex does not accept the token" if is_refused else "webex cannot be reached"
        log.warning(what, extra={"action": "guard_failed", "cause": error.reason})

    def note_who_we_are(self) -> None:
        """Store the bot's own address, which mails name, and its id, which marks events about itself."""
        me = self.me()
        with self.store.reading() as uow:
            known = uow.bot_state.get(BOT_EMAIL), uow.bot_state.get(BOT_ID)
        if known != (me.email, me.id):
            with self.store.unit_of_work() as uow:
                uow.bot_state.set(BOT_EMAIL, me.email)
                uow.bot_state.set(BOT_ID, me.id)
