"""Setbacks: what becomes of an event that cannot be read yet, that contradicts Webex, or that is given up."""

import logging
import random
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.delivery.retry import fetch_attempt, next_attempt
from bot.dispatch.context import texts_for
from bot.domain import waiting_lines
from bot.domain.events import Envelope
from bot.domain.internal_events import DeliveryContradicted, RoomDoubted
from bot.domain.outgoing import Address, Lane, Message
from bot.errors import BeingScanned, NotDecryptedYet, NotReadableYet, StoreUnavailable, Unreachable, WebexError
from bot.language.texts import _
from bot.metrics import Metrics
from bot.webex.contradictions import Contradicted
from store import Store, UnitOfWork

log = logging.getLogger(__name__)

# How long a person's later events wait for one that Webex does not show yet. It usually comes within that time. Without
# a limit, somebody who knows our secret could block a person with an event that never happened. Once one has stepped
# aside, the next ones of that person do so at once.
PLACE_IS_KEPT = timedelta(seconds=4)
# Nor does it keep its place if more than this many events of that person wait behind it: nobody is that fast.
MOST_BEHIND = 6
# A membership that does not show within this time does not exist, and what is said to be undone really is.
LOOKED_FOR = timedelta(seconds=15)
# What strangers and doubted people are said to have done is looked for again after these waits. Each look costs a call.
FEW_WAITS = (timedelta(seconds=4), timedelta(minutes=1))
# A list of what somebody wrote may be as late as the message itself, so a second look follows.
SECOND_LOOK = timedelta(seconds=2)
# How long a person is doubted after something came in their name that Webex contradicts.
DOUBTED_FOR = timedelta(minutes=5)
APOLOGY = _(
    "Sorry, something went wrong on our side and I could not finish that. Nothing is lost. If it happens again, give "
    "a Cisco representative this reference: {reference}"
)
SCANNED = _(
    "Webex is still looking for malware in your file. I will read it as soon as Webex lets me; you can go on meanwhile."
)
SEALED = _(
    "Webex does not let me read your last message yet. I will handle it as soon as Webex does; you can go on "
    "meanwhile, or write it again."
)


class LeaseLost(Exception):
    """Another process took the event over while we handled it, so our transaction is rolled back."""


@dataclass(frozen=True, slots=True)
class Setbacks:
    """Puts events back, refuses them, or gives them up. `owner` is the name of this process in leases.

    `look_into` has Webex list what a doubted person really wrote.
    """

    store: Store
    clock: Clock
    owner: str
    metrics: Metrics
    look_into: Callable[[RoomDoubted], object]
    dice: random.Random = field(default_factory=random.Random)

    def postpone(self, envelope: Envelope, error: Unreachable) -> bool:
        """Put an event back: for a limited time where it cannot be read yet, without limit while Webex is away.

        Returns False for one that is gone: nobody will ever read it, and it is done.
        """
        now = self.clock.now()
        if isinstance(error, NotReadableYet):
            return self._look_again_later(envelope, error, now)
        tried = envelope.postponed - envelope.too_early + 1
        # A file that Webex scans may take hours; what its sender does meanwhile is handled.
        line = waiting_lines.of_files(envelope.id) if isinstance(error, BeingScanned) else ""
        self._put_back(envelope, error, next_attempt(error, tried, now, self.dice), line=line)
        if line and not envelope.postponed:
            self._say(SCANNED, envelope, now)
        return True

    def _look_again_later(self, envelope: Envelope, error: NotReadableYet, now: datetime) -> bool:
        """Put back an event that cannot be read yet; after a while it holds nobody up, or is refused, or gone."""
        if isinstance(error, NotDecryptedYet):
            self._wait_for_its_key(envelope, error, now)
            return True
        looked_for = now - envelope.arrived_at
        is_undone = self._is_said_to_be_undone(envelope)
        if is_undone and looked_for >= LOOKED_FOR:
            return False
        if is_made_up(envelope, looked_for):
            self.refuse(envelope, Contradicted(error.reason))
        elif envelope.is_worth_few_looks:
            # Behind all others: of these are many, and a look at each costs a call that others wait for.
            again = now + FEW_WAITS[envelope.too_early]
            self._put_back(envelope, error, again, too_early=True, line=envelope.strange)
        else:
            steps_aside = is_undone or looked_for >= PLACE_IS_KEPT or self._is_doubtful(envelope)
            line = envelope.aside if steps_aside else ""
            self._put_back(envelope, error, look_again(envelope, now), too_early=True, line=line)
        return True

    def _wait_for_its_key(self, envelope: Envelope, error: NotDecryptedYet, now: datetime) -> None:
        """Put back a message that Webex has not decrypted; once its key server takes long, it holds nobody up."""
        line = waiting_lines.of_sealed(envelope.id) if now - envelope.arrived_at >= PLACE_IS_KEPT else ""
        self._put_back(envelope, error, look_again(envelope, now), too_early=True, line=line)
        if line and line != envelope.line:
            self._say(SEALED, envelope, now)

    def _say(self, sentence: str, envelope: Envelope, now: datetime) -> None:
        """Tell the sender of an event why it waits."""
        with self.store.unit_of_work() as uow:
            sender = uow.people.by_id(envelope.sender)
            if sender is not None:
                waits = Message(texts_for(uow, sender.email)(sentence))
                uow.outbox.post(Address(email=sender.email), waits, Lane.REPLY, now)

    def _put_back(
        self, envelope: Envelope, error: Unreachable, again: datetime | None, *, line: str = "", too_early: bool = False
    ) -> None:
        """Put an event back until a moment, perhaps into another `line`; give it up where there is no such moment.

        Once it steps aside, whoever it names is doubted.
        """
        if again is None:
            self.give_up(envelope, f"could not be read: {error.reason}", error, is_confirmed=False)
            return
        facts = {"action": "event_postponed", "key": envelope.key, "tracking_id": error.tracking_id}
        log.info("event postponed", extra=facts | {"cause": error.reason})
        is_first = False
        with self.store.unit_of_work() as uow:
            if line == envelope.aside:
                is_first = doubt(envelope, uow, self.clock.now())
            if not uow.inbox.retry(envelope, self.owner, again, error.reason, line=line, too_early=too_early):
                raise LeaseLost
        if is_first:
            self._look_into(envelope)

    def _look_into(self, envelope: Envelope) -> None:
        """List at once what a doubted person really wrote: events that do not exist may stand before it in the line."""
        try:
            self.look_into(RoomDoubted.by(envelope, self.clock.now()))
        except (WebexError, StoreUnavailable) as error:
            log.info("not looked into", extra={"action": "look_failed", "key": envelope.key, "cause": str(error)})

    def _is_doubtful(self, envelope: Envelope) -> bool:
        """Return whether others in the same name could not be found, or more wait behind it than a person causes."""
        with self.store.reading() as uow:
            is_flood = len(uow.lines.in_line(envelope.line)) > MOST_BEHIND
            return is_flood or uow.lines.is_doubted(envelope.sender)

    def _is_said_to_be_undone(self, envelope: Envelope) -> bool:
        """Return whether a webhook said that a message was deleted, or that somebody left again or came back.

        That is asked only where Webex does not show what happened before.
        """
        with self.store.reading() as uow:
            if envelope.event == "created":
                return uow.inbox.get(envelope.key_of("deleted")) is not None
            return envelope.kind == "memberships:deleted" and uow.inbox.is_told_of_return(envelope)

    def refuse(self, envelope: Envelope, error: Contradicted) -> None:
        """Drop an envelope that contradicts Webex, alert the admins, and accept what Webex says in its place."""
        now = self.clock.now()
        log.error(
            "a signed delivery was contradicted by Webex",
            extra={"action": "delivery_contradicted", "key": envelope.key, "cause": error.reason},
        )
        with self.store.unit_of_work() as uow:
            if not uow.inbox.refuse(envelope, self.owner, now):
                raise LeaseLost
            uow.inbox.add(DeliveryContradicted(envelope.key, error.reason).pack(now))
            is_first = doubt(envelope, uow, now, DOUBTED_FOR)
            if error.truth is not None:
                uow.inbox.add(error.truth)
        if is_first:
            self._look_into(envelope)
        self.metrics.contradicted.inc()

    def give_up(
        self, envelope: Envelope, cause: str, error: Exception | None = None, *, is_confirmed: bool = True
    ) -> None:
        """Make an event a dead letter with its cause, and tell its sender the reference.

        `is_confirmed` is whether Webex itself named the sender. Whom only the envelope names is told once a day, or
        whoever knows our secret could make the bot write to anybody without end.
        """
        reference = secrets.token_hex(4).upper()
        facts = {"action": "event_given_up", "key": envelope.key, "reference": reference, "cause": cause}
        log.error("event given up", extra=facts, exc_info=error)
        with self.store.unit_of_work() as uow:
            now = self.clock.now()
            if not uow.inbox.give_up(envelope, self.owner, cause, reference, now):
                raise LeaseLost
            sender = uow.people.by_id(envelope.sender)
            if (
                sender is not None
                and not sender.is_bot
                and (is_confirmed or uow.encounters.note_apology(sender.id, now))
            ):
                apology = Message(texts_for(uow, sender.email)(APOLOGY, reference=reference))
                uow.outbox.post(Address(email=sender.email), apology, Lane.REPLY, now)
        self.metrics.dead_letters.labels(envelope.kind).inc()


def doubt(envelope: Envelope, uow: UnitOfWork, now: datetime, lasts: timedelta = SECOND_LOOK) -> bool:
    """Doubt the person whom an event names for a while, at the end of which a look follows.

    Returns whether that is new, so that a look is due at once.
    """
    if not envelope.is_of_a_person or uow.lines.is_doubted(envelope.sender):
        return False
    uow.inbox.add(RoomDoubted.by(envelope, now).pack(now + lasts), now + lasts)
    return True


def is_made_up(envelope: Envelope, looked_for: timedelta) -> bool:
    """Return whether an event that cannot be found was probably made up."""
    if envelope.resource == "memberships":
        return looked_for >= LOOKED_FOR
    return envelope.is_worth_few_looks and envelope.too_early >= len(FEW_WAITS)


def look_again(envelope: Envelope, now: datetime) -> datetime | None:
    """Return when to look again for what an event is about; None when another look would be pointless."""
    again, place_ends = fetch_attempt(envelope.too_early + 1, now), envelope.arrived_at + PLACE_IS_KEPT
    return min(again, place_ends) if again and now < place_ends else again
