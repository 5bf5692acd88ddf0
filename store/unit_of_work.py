"""The unit of work: all tables in one transaction."""

from collections.abc import Callable
from datetime import datetime

from bot.domain.report import Happened
from store.bot_state import BotState
from store.history.audit import Audit
from store.history.happened import happened
from store.orders.escalations import Escalations
from store.orders.flags import Flags
from store.orders.live_cards import LiveCards
from store.orders.notes import Notes
from store.orders.old_orders import OldOrders
from store.orders.order_lookups import OrderLookUps
from store.orders.orders import Orders
from store.orders.pending_imports import PendingImports
from store.orders.progress import ProgressTable
from store.orders.reminders import Reminders
from store.orders.revisions import Revisions
from store.organizations.directories import Directories
from store.organizations.managed import Managed
from store.organizations.names import ReservedNames
from store.organizations.organizations import Organizations
from store.organizations.subscriptions import Mappings
from store.people.correspondence import Correspondence
from store.people.credentials import Credentials
from store.people.encounters import Encounters
from store.people.erasure import Erasure
from store.people.moves import Moves
from store.people.one_time_secrets import ClaimCodes, PasswordLinks
from store.people.people import People
from store.people.spaces import Spaces
from store.queues.backlog import Backlog
from store.queues.dead_letters import DeadLetters
from store.queues.inbox import Inbox
from store.queues.lines import InboxLines
from store.queues.mails import Mails
from store.queues.outages import Outages
from store.queues.outbox import Outbox
from store.queues.partner_events import PartnerEvents
from store.queues.posted import PostedMessages
from store.queues.withdrawals import Withdrawals
from store.remembering import StoreConnection
from store.running.backups import Backups
from store.running.moments import Moments
from store.running.pauses import Pauses
from store.running.processes import Processes
from store.running.restorations import Restorations


class UnitOfWork:
    """The tables in one transaction. `savepoint()` wraps a part that can be rolled back alone.

    `touched` holds the numbers of the orders that were saved, or that the audit log got a line about. `once_committed`
    holds what is called after the commit: a thread that is woken earlier finds nothing in the file. `db` is for the
    store itself: one connection serves one unit of work after another.
    """

    def __init__(self, db: StoreConnection) -> None:
        self.db = db
        self.touched: set[str] = set()
        self.once_committed: list[Callable[[], None]] = []
        self.audit = Audit(db, self.touched)

        self.orders = Orders(db, self.touched)
        self.old_orders = OldOrders(db)
        self.order_lookups = OrderLookUps(db)
        self.revisions = Revisions(db)
        self.pending_imports = PendingImports(db)
        self.progress = ProgressTable(db)
        self.live_cards = LiveCards(db)
        self.reminders = Reminders(db)
        self.escalations = Escalations(db)
        self.notes = Notes(db)
        self.flags = Flags(db)

        self.organizations = Organizations(db)
        self.managed = Managed(db)
        self.directory = Directories(self.organizations, self.managed)
        self.names = ReservedNames(db)
        self.mappings = Mappings(db)

        self.people = People(db)
        self.encounters = Encounters(db)
        self.spaces = Spaces(db)
        self.moves = Moves(db)
        self.claim_codes = ClaimCodes(db)
        self.password_links = PasswordLinks(db)
        self.credentials = Credentials(db)
        self.correspondence = Correspondence(db)
        self.erasure = Erasure(db)

        self.inbox = Inbox(db)
        self.lines = InboxLines(db, self.inbox)
        self.posted = PostedMessages(db)
        self.outbox = Outbox(db, self.posted)
        self.withdrawals = Withdrawals(db)
        self.mails = Mails(db)
        self.partner_events = PartnerEvents(db)
        self.backlog = Backlog(db)
        self.dead_letters = DeadLetters(db, self.inbox, self.outbox, self.mails, self.partner_events)
        self.outages = Outages(db)

        self.bot_state = BotState(db)
        self.backups = Backups(db)
        self.restorations = Restorations(db)
        self.moments = Moments(db)
        self.pauses = Pauses(db)
        self.processes = Processes(db)

        self.savepoint = db.atomic

    @property
    def is_open(self) -> bool:
        """Whether a transaction is open."""
        return self.db.conn.in_transaction

    def forget(self) -> None:
        """Forget what belongs to the transaction that has ended."""
        self.touched.clear()
        self.once_committed.clear()
        self.outbox.doubted_since = None
        self.db.forget()

    def close(self) -> None:
        """Close the connection."""
        self.db.close()

    def happened(self, since: datetime, until: datetime) -> Happened:
        """Return how often each thing happened between two moments, for the report."""
        return happened(self.db, since, until)

    def release_leases(self, owner: str) -> int:
        """Put back everything that a dead owner had leased, in all boxes; return how much that was."""
        return self.inbox.release(owner) + self._released(owner)

    def give_back(self, owner: str) -> int:
        """Put back everything that an owner has leased and not finished before it ends; return how much that was."""
        return self.inbox.give_back(owner) + self._released(owner)

    def _released(self, owner: str) -> int:
        return self.outbox.release(owner) + self.mails.release(owner) + self.partner_events.release(owner)
