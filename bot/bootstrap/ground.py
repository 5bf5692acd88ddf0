"""The ground: what all other parts stand on, from the database to the pools of threads."""

import threading
from dataclasses import dataclass

from bot.bootstrap.policy import policy_of
from bot.clock import Clock
from bot.delivery.processes import ThisProcess, this_process
from bot.delivery.worker_pool import WorkerPool
from bot.dispatch.context import Contexts, Policy
from bot.dispatch.restored import come_back
from bot.domain.actions import Signer
from bot.metrics import Metrics
from bot.operations.rotation import signing_keys
from bot.services.set_up import Services
from bot.settings import Settings
from bot.webex.budget import Budget
from bot.webex.myself import Myself
from bot.webex.port import Webex
from bot.wizard.engine import Wizard
from handlers import ROUTER
from store import Store

# At most: further threads come while all others wait for Webex, and go again. So nobody's fetch waits for another
# person's, and a thread that waits costs next to nothing.
INBOX_THREADS = 256
RELAY_THREADS = 256


@dataclass(frozen=True, slots=True)
class Clocks:
    """The clock on the wall, which says what is due, and a clock that nobody sets, by which spans are measured."""

    wall: Clock
    spans: Clock


class Ground:
    """What all other parts share: settings, clocks, Webex, the file, metrics, and the threads that can be woken."""

    def __init__(
        self, settings: Settings, store: Store, clocks: Clocks, webex: Webex, budget: Budget, wizard: Wizard
    ) -> None:
        self.settings = settings
        self.clock, self.spans = clocks.wall, clocks.spans
        self.webex = webex
        self.budget = budget
        self.wizard = wizard
        self.store = store
        self.restored = come_back(self.store)
        self.metrics = Metrics()
        self.process: ThisProcess = this_process()
        self.stopping = threading.Event()
        self.inbox_pool = WorkerPool("worker", INBOX_THREADS, budget.seconds_to_wait, budget.slots.held)
        self.relay_pool = WorkerPool("relay", RELAY_THREADS, budget.seconds_to_wait, budget.slots.held)
        self.me = Myself(webex.me)
        self.contexts = Contexts(policy_of(settings), Signer(*signing_keys(self.store)), ROUTER, wizard)
        self.services = Services(settings, self.store, self.clock)
        budget.call = self.nudge_all

    @property
    def policy(self) -> Policy:
        """The settings by which handlers decide."""
        return self.contexts.policy

    @property
    def owner(self) -> str:
        """The name under which this process leases work."""
        return self.process.owner

    def nudge_all(self) -> None:
        """Wake those who handle events, and those who post what is owed."""
        self.inbox_pool.nudge()
        self.relay_pool.nudge()
