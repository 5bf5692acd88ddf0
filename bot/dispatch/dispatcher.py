"""Dispatch: one envelope, one transaction, one handler."""

import logging
import random
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from time import perf_counter

from bot.clock import Clock
from bot.delivery.retry import fetch_attempt, next_attempt
from bot.dispatch.attachments import fetched
from bot.dispatch.context import Context, Policy, roles_of
from bot.dispatch.enquiries import RESOURCE as ENQUIRIES
from bot.dispatch.enquiries import Enquiry, Work
from bot.dispatch.middleware import CHAIN, compose
from bot.dispatch.routing import Router
from bot.domain.actions import Action, ForgedAction, Signer
from bot.domain.events import (
    AbsenceEnded,
    CardSubmitted,
    EnquiryAnswered,
    Envelope,
    Event,
    Ignored,
    MailRefused,
    MessagePosted,
    PasswordCreated,
    ReminderDue,
    RemindersDue,
    SpaceSeen,
    Undelivered,
)
from bot.domain.outgoing import Address, Message
from bot.domain.people import Person
from bot.errors import NotAllowed, NotReadableYet, Rejected, StoreUnavailable, Unreachable
from bot.language.texts import _, texts
from bot.metrics import Metrics
from bot.scheduling.sweep import is_late
from bot.webex.port import Webex
from bot.wizard.engine import Wizard
from store import Store, UnitOfWork

log = logging.getLogger(__name__)

# An event that was begun this often and never finished has taken the process down each time.
MOST_ATTEMPTS = 3
NOBODY = Person(id="", email="")
APOLOGY = _(
    "Sorry, something went wrong on our side and I could not finish that. Nothing is lost. If it stays, give a Cisco "
    "representative this reference: {reference}"
)


class LeaseLost(Exception):
    """Another process took the event over while we handled it; what we did is rolled back."""


@dataclass(frozen=True, slots=True)
class Dispatcher:
    """Handles envelopes. `owner` is this process, as leases name it; `enquiries` says who works out which answers."""

    store: Store
    webex: Webex
    clock: Clock
    router: Router
    signer: Signer
    policy: Policy
    owner: str
    me: Callable[[], Person]
    wizard: Wizard
    enquiries: Mapping[str, Work] = field(default_factory=dict)
    metrics: Metrics = field(default_factory=Metrics)
    dice: random.Random = field(default_factory=random.Random)

    def handle(self, envelope: Envelope) -> None:
        """Open an envelope and handle what is in it; raises only StoreUnavailable, and then nothing has changed."""
        started = perf_counter()
        try:
            self._try_to_handle(envelope)
        except LeaseLost:
            log.warning("lease lost", extra={"action": "lease_lost", "key": envelope.key})
        self.metrics.handle_seconds.observe(perf_counter() - started)

    def _try_to_handle(self, envelope: Envelope) -> None:
        try:
            if envelope.attempts - envelope.postponed > MOST_ATTEMPTS:
                self._give_up(envelope, "handling it stopped the process")
            else:
                self._handle_opened(envelope, self._open(envelope))
        except (StoreUnavailable, LeaseLost):
            raise
        except Unreachable as error:
            self._postpone(envelope, error)
        except Rejected as error:
            self._give_up(envelope, f"could not be read: {error.reason}", error)
        except Exception as error:  # noqa: BLE001 - a bug in one handler must not stop anybody else's events
            self._give_up(envelope, f"{type(error).__name__}", error)

    def _open(self, envelope: Envelope) -> Event:
        if is_deletion(envelope):
            return Ignored("a message was deleted")
        if envelope.resource == ENQUIRIES:
            return self._work_out(envelope)
        internal = INTERNAL.get(envelope.resource)
        if internal is not None:
            return internal(envelope)
        if envelope.data.get("personId") == self.me().id and envelope.resource != "memberships":
            return Ignored("the bot's own")
        try:
            event = self.webex.open(envelope, self._known(envelope.data.get("personId", "")))
            return self._with_file(envelope, event)
        except Rejected as error:
            # Of a room that we are not in any more nothing can be read, and nothing needs to be.
            if envelope.resource == "memberships":
                return Ignored(error.reason)
            raise

    def _work_out(self, envelope: Envelope) -> Event:
        """Find what somebody wanted to know. This may take long, so it is done before the transaction."""
        person = self._known(envelope.data["personId"])
        if person is None:
            return Ignored("the asker is gone")
        t = texts(person.language or "en")
        enquiry = Enquiry(envelope.event, person, envelope.data["words"], t, self.clock.now())
        return EnquiryAnswered(person, self.enquiries[envelope.event](enquiry))

    def _with_file(self, envelope: Envelope, event: Event) -> Event:
        """Fetch the file that came along, where the words are a command that takes one and its sender may use it."""
        if not isinstance(event, MessagePosted) or not event.files:
            return event
        found = self.router.grammar.match(event.text)
        if found is None or not found.command.takes_file:
            return event
        with self.store.reading() as uow:
            roles = roles_of(self.context(event, uow, self.clock.now()))
        if found.command.role not in roles:
            return event
        return replace(event, attached=fetched(self.webex, envelope, event.files[0]))

    def _known(self, person_id: str) -> Person | None:
        with self.store.reading() as uow:
            return uow.people.by_id(person_id) if person_id else None

    def _handle_opened(self, envelope: Envelope, event: Event) -> None:
        with self.store.unit_of_work() as uow:
            now = self.clock.now()
            if is_deletion(envelope):
                uow.inbox.close_waiting(f"messages:created:{envelope.id}", now)
            if not isinstance(event, Ignored):
                ctx = replace(self.context(event, uow, now), arrived_at=envelope.arrived_at)
                compose(CHAIN, self._route)(ctx)
            if not uow.inbox.done(envelope, self.owner, now):
                raise LeaseLost
        self.metrics.handled.labels(kind_of(envelope)).inc()
        self._count_reminders(event, now)

    def _count_reminders(self, event: Event, now: datetime) -> None:
        due = event.reminders if isinstance(event, RemindersDue) else [event] if isinstance(event, ReminderDue) else []
        for each in due:
            self.metrics.reminders.labels(each.rule).inc()
            if is_late(each.due_at, now):
                self.metrics.reminders_late.labels(each.rule).inc()

    def context(self, event: Event, uow: UnitOfWork, now: datetime) -> Context:
        person = getattr(event, "person", NOBODY)
        return Context(event, uow, now, self.policy, self.signer, self.router, person, self._route_action, self.wizard)

    def _route(self, ctx: Context) -> None:
        """Find the one handler of an event and call it."""
        if isinstance(ctx.event, CardSubmitted):
            self._route_action(ctx, ctx.event)
        elif isinstance(ctx.event, ReminderDue):
            self.router.handler_of(ctx.event)(ctx, ctx.event)
        elif isinstance(ctx.event, MessagePosted):
            self._route_message(ctx, ctx.event)
        elif type(ctx.event) in self.router.events:
            self.router.events[type(ctx.event)](ctx, ctx.event)

    def _route_action(self, ctx: Context, event: CardSubmitted) -> None:
        action = self._genuine(ctx, event)
        handler = self.router.actions.get(action.verb)
        if handler is None:
            raise NotAllowed(_("That button is from an older version. Type setup to go on."))
        handler(ctx, action)

    def _genuine(self, ctx: Context, event: CardSubmitted) -> Action:
        """Return the action of a submission; refuses one that we did not sign, or that was made for somebody else."""
        try:
            action = self.signer.unpack(event.inputs)
        except ForgedAction:
            raise NotAllowed(_("That card is not one of mine. Type setup to see your order.")) from None
        if action.person and action.person != ctx.person.email:
            raise NotAllowed(_("That card was made for somebody else."))
        return action

    def _route_message(self, ctx: Context, event: MessagePosted) -> None:
        found = self.router.grammar.match(event.text)
        if found is None:
            self.router.events[MessagePosted](ctx, event)
            return
        if ctx.roles:
            ctx.require(found.command.role)
        self.router.commands[found.command](ctx, **found.arguments)

    def _postpone(self, envelope: Envelope, error: Unreachable) -> None:
        """Put an event back: for a while where it may only be too early to read it, for ever while Webex is away."""
        now = self.clock.now()
        too_early = isinstance(error, NotReadableYet)
        if too_early and self._is_deleted(envelope):
            self._handle_opened(envelope, Ignored("deleted by its author"))
            return
        again = (
            fetch_attempt(envelope.too_early + 1, now)
            if too_early
            else next_attempt(error, envelope.postponed - envelope.too_early + 1, now, self.dice)
        )
        if again is None:
            self._give_up(envelope, f"could not be read: {error.reason}", error)
            return
        facts = {"action": "event_postponed", "key": envelope.key, "tracking_id": error.tracking_id}
        log.info("event postponed", extra=facts | {"cause": error.reason})
        with self.store.unit_of_work() as uow:
            if not uow.inbox.retry(envelope, self.owner, again, error.reason, too_early=too_early):
                raise LeaseLost

    def _is_deleted(self, envelope: Envelope) -> bool:
        """Return whether Webex told us that a message we cannot read is gone: nobody waits for its answer."""
        with self.store.reading() as uow:
            return envelope.resource == "messages" and uow.inbox.get(f"messages:deleted:{envelope.id}") is not None

    def _give_up(self, envelope: Envelope, cause: str, error: Exception | None = None) -> None:
        """Set an event aside with its cause, and tell its sender with a reference."""
        reference = secrets.token_hex(4).upper()
        facts = {"action": "event_parked", "key": envelope.key, "reference": reference, "cause": cause}
        log.error("event parked", extra=facts, exc_info=error)
        with self.store.unit_of_work() as uow:
            now = self.clock.now()
            if not uow.inbox.give_up(envelope, self.owner, cause, reference, now):
                raise LeaseLost
            sender = uow.people.by_id(envelope.data.get("personId", ""))
            if sender is not None and not sender.is_bot:
                ctx = self.context(Ignored(cause), uow, now)
                t = texts(sender.language or "en")
                ctx.send_to(Address(email=sender.email), Message(t(APOLOGY, reference=reference)))
        self.metrics.dead_letters.labels(kind_of(envelope)).inc()


def is_deletion(envelope: Envelope) -> bool:
    return (envelope.resource, envelope.event) == ("messages", "deleted")


def kind_of(envelope: Envelope) -> str:
    """Return what metrics call an envelope."""
    return f"{envelope.resource}:{envelope.event}"


def reminder_of(facts: Mapping[str, str]) -> ReminderDue:
    """Return the reminder that the sweep wrote down."""
    return ReminderDue(facts["order"], facts["rule"], facts["occurrence"], datetime.fromisoformat(facts["due_at"]))


def reminders_of(envelope: Envelope) -> ReminderDue | RemindersDue:
    """Return what the sweep found due: one reminder, or several for one person."""
    if envelope.event == "bundle":
        return RemindersDue(envelope.data["email"], tuple(map(reminder_of, envelope.data["reminders"])))
    return reminder_of(envelope.data)


INTERNAL: dict[str, Callable[[Envelope], Event]] = {
    "spaces": lambda e: SpaceSeen(e.data["room_id"], e.data["is_lost"]),
    "reminders": reminders_of,
    "passwords": lambda e: PasswordCreated(e.data["order"], e.data["email"]),
    "absences": lambda e: AbsenceEnded(
        Person(id=e.data["person"], email=e.data["email"]), datetime.fromisoformat(e.data["until"])
    ),
    "mails": lambda e: MailRefused(e.data["order"], e.data["email"], e.data["reason"]),
    "outbox": lambda e: Undelivered(e.data["outbox_id"], e.data["line"], e.data["order"], e.data["reason"]),
}
