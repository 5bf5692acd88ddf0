"""The context: everything a handler may use while it handles one event."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.dispatch.commands import Grammar
from bot.dispatch.rep_spaces import spaces_of
from bot.dispatch.representatives import may_be_rep
from bot.dispatch.routing import Router
from bot.domain.actions import NOTHING, Action, Pack, Signer
from bot.domain.events import CardSubmitted, Event, MessagePosted
from bot.domain.internal_events import InternalEvent
from bot.domain.orders import Order
from bot.domain.outgoing import Address, Lane, Message
from bot.domain.people import NOBODY, Person, Role
from bot.domain.spaces import RepSpaces
from bot.errors import NotAllowed
from bot.language.texts import Texts, _, texts
from bot.reminders.standing import Timing
from bot.settings import Effective
from bot.settings.provisioning import Provisioning
from bot.wizard.engine import Wizard
from store.unit_of_work import UnitOfWork

# The keys in `bot_state` of the bot's own address, which mails name, and of its id at Webex.
BOT_EMAIL, BOT_ID = "bot_email", "bot_id"

FOR_REPS = _("That command is for representatives and admins. Type help to see what you can do here.")
FOR_ADMINS = _("That command is for admins. Type /help to see what representatives can do.")


@dataclass(frozen=True, slots=True)
class Policy:
    """The settings that handlers need. `mails` is whether there is a mail server; `settings` are all, for /config.

    `asks_cisco` is whether Webex Admin or Cisco Commerce can be asked.
    """

    timing: Timing
    public_url: str
    admins: frozenset[str] = frozenset()
    allowed_domains: frozenset[str] = frozenset()
    rep_domains: frozenset[str] = frozenset()
    rep_space: str = ""
    mails: bool = False
    calls_per_minute: int = 300
    settings: tuple[Effective, ...] = ()
    provisioning: Provisioning = Provisioning.CONTROL_HUB
    asks_cisco: bool = False

    @property
    def zone(self) -> str:
        """The time zone of orders that name none."""
        return self.timing.zone


@dataclass(frozen=True, slots=True)
class Context:
    """One event being handled: who caused it, in which language to answer, and the open transaction (`uow`).

    `event` is None while a file or another system changes orders. `arrived_at` is when Webex told us of the event;
    `answered` holds the chats and rooms in which something was answered. `brought` are files that a pressed button
    carries from an earlier message; `passed_on` has those that go on to others, and where to.
    """

    event: Event | InternalEvent | None
    uow: UnitOfWork
    now: datetime
    policy: Policy
    signer: Signer
    router: Router
    person: Person
    wizard: Wizard
    roles: frozenset[Role] = field(default_factory=frozenset)
    arrived_at: datetime | None = None
    answered: set[str] = field(default_factory=set)
    brought: tuple[str, ...] = ()
    passed_on: set[tuple[Address, str]] = field(default_factory=set)
    t: Texts = field(default_factory=texts)

    @property
    def grammar(self) -> Grammar:
        """Everything that can be typed."""
        return self.router.grammar

    @property
    def admin_chats(self) -> list[Address]:
        """The addresses of the admins' direct chats."""
        return [Address(email=self.uow.moves.current_address(admin)) for admin in sorted(self.policy.admins)]

    @property
    def rep_spaces(self) -> RepSpaces:
        """The rep spaces, as set in chat or else by the settings."""
        return spaces_of(self.uow, self.policy.rep_space)

    def may_be_rep(self, email: str) -> bool:
        """Return whether somebody in a rep space is a representative, and not a guest."""
        return may_be_rep(self.uow, email, admins=self.policy.admins, domains=self.policy.rep_domains)

    @property
    def chat(self) -> Address:
        """The address to answer to: the person's direct chat, or the room of the event."""
        if isinstance(self.event, MessagePosted | CardSubmitted) and not self.is_direct:
            return Address(room_id=self.event.room_id)
        return Address(email=self.person.email)

    @property
    def chat_among_reps(self) -> Address:
        """Where to answer what names people or customers: a rep space, if asked there, else the person's own chat."""
        return self.chat if self.chat.room_id in self.rep_spaces.rooms else Address(email=self.person.email)

    @property
    def thread(self) -> str:
        """The message of a room under which something was said; "" where it was under none, or in one's own chat."""
        return self.event.parent_id if isinstance(self.event, MessagePosted) and not self.is_direct else ""

    @property
    def is_direct(self) -> bool:
        """Whether the event came from the person's own chat with the bot."""
        if isinstance(self.event, MessagePosted):
            return self.event.is_direct
        if isinstance(self.event, CardSubmitted):
            return self.event.room_id not in self.rep_spaces.rooms
        return True

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the person: the one that they chose, else the usual one."""
        return ZoneInfo(self.person.zone or self.policy.zone)

    @property
    def inputs(self) -> Mapping[str, str]:
        """The inputs of a pressed card, as the person's client sent them: untrusted."""
        return self.event.inputs if isinstance(self.event, CardSubmitted) else {}

    @property
    def words(self) -> str:
        """The words that the person typed; "" where they pressed a button."""
        return self.event.text if isinstance(self.event, MessagePosted) else ""

    @property
    def whole_words(self) -> str:
        """The words that the person typed, with what they quoted and their signature: for somebody to read."""
        return (self.event.whole if isinstance(self.event, MessagePosted) else "") or self.words

    @property
    def files(self) -> tuple[str, ...]:
        """The addresses at Webex of the files that came with what the person says."""
        return self.brought or (self.event.files if isinstance(self.event, MessagePosted) else ())

    def reply_here(self, message: Message, *, order: str = "", lane: Lane = Lane.REPLY) -> int:
        """Answer where the event came from, in its thread, for all who are there; return the outbox entry."""
        return self.send_to(self.chat, message, lane=lane, order=order, parent_id=self.thread)

    def reply_privately(self, message: Message, *, order: str = "") -> int:
        """Answer the person in their direct chat, wherever they asked: their orders do not concern a room."""
        return self.send_to(Address(email=self.person.email), message, order=order)

    def reply_among_reps(self, message: Message, *, order: str = "") -> int:
        """Answer with what names people or customers: in a rep space if asked there, else to the person alone."""
        reply = self.reply_here if self.chat == self.chat_among_reps else self.reply_privately
        return reply(message, order=order)

    def send_to(
        self,
        address: Address,
        message: Message,
        *,
        lane: Lane = Lane.REPLY,
        order: str = "",
        parent_id: str = "",
        awaited: bool = True,
    ) -> int:
        """Put a message into the outbox, in parts if it is too long for one; return the entry of the last part."""
        self.answered.add(address.line)
        entries = [
            self.uow.outbox.post(address, part, lane, self.now, order=order, parent_id=parent_id, awaited=awaited)
            for part in message.in_parts()
        ]
        return entries[-1]

    def texts_of(self, email: str, order: Order | None = None) -> Texts:
        """Return the sentences in somebody's language; see `texts_for`."""
        return texts_for(self.uow, email, order)

    def packer(self, order: Order | None, *, person: str, step: str = "", revision: int = 0) -> Pack:
        """Return the function that signs the buttons of a card about an order, for one person ("" for a space)."""
        number = order.number if order else ""

        def pack(verb: str, given: Mapping[str, str] = NOTHING) -> dict[str, str]:
            return self.signer.pack(Action(verb, number, step, revision, person, given))

        return pack

    def require(self, role: Role) -> None:
        """Raise NotAllowed unless the person has the role now."""
        if role not in self.roles:
            raise NotAllowed(FOR_ADMINS if role is Role.ADMIN and Role.ORDER_REP in self.roles else FOR_REPS)

    def audit(self, verb: str, order: str = "", outcome: str = "ok", **detail: object) -> None:
        """Add a line to the audit log. `detail` holds no words of people."""
        self.uow.audit.add(self.now, self.person.email, verb, order=order, detail=detail, outcome=outcome)


@dataclass(frozen=True, slots=True)
class Contexts:
    """Makes the context of each event, with the handlers, wizard, settings and signature that all share."""

    policy: Policy
    signer: Signer
    router: Router
    wizard: Wizard

    def of(self, event: Event | InternalEvent | None, uow: UnitOfWork, now: datetime) -> Context:
        """Return the context of an event, or of what happens without one, in an open transaction."""
        person = getattr(event, "person", NOBODY)
        return Context(event, uow, now, self.policy, self.signer, self.router, person, self.wizard)


def texts_for(uow: UnitOfWork, email: str, order: Order | None = None) -> Texts:
    """Return the sentences in somebody's language: the one they chose, else that of the order.

    Where no order is given, it is the first that they have to do with.
    """
    known = uow.people.by_email(email)
    if known is not None and known.language:
        return texts(known.language)
    if order is None and email:
        order = next(iter(uow.orders.held_by(email) or uow.orders.of_person(email)), None)
    return texts(order.language if order else "")
