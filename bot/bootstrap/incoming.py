"""The way in: events are admitted, opened and handled; other systems and operators are answered."""

from functools import partial
from wsgiref.types import WSGIApplication

from bot.bootstrap.ground import Ground
from bot.bootstrap.watching import Watching
from bot.delivery.acceptance import Acceptance
from bot.delivery.inbox_worker import InboxWorker
from bot.delivery.relay import Relay
from bot.delivery.system_answers import SystemAnswers
from bot.dispatch.admission import Admission
from bot.dispatch.dispatcher import Dispatcher
from bot.dispatch.doubts import Doubts
from bot.dispatch.opener import Opener
from bot.dispatch.setbacks import Setbacks
from bot.http.application import WebParts, create_web
from bot.http.operator_pages import Watched
from bot.http.orders_api import OrderPorts
from bot.http.tokens import Tokens
from bot.operations.health import Health
from bot.operations.imports import Imports
from bot.operations.overview import overview
from bot.operations.rotation import OldToken, name_of
from bot.services.answers import steps_to_correct
from bot.services.lookups import PeopleLookUps
from handlers.admin.background_jobs import jobs
from handlers.chat.passwords import StoredPasswords
from handlers.orders.changes import order_changed


class Incoming:
    """The parts that take events in and handle them, and those that take orders from elsewhere."""

    def __init__(self, ground: Ground, watching: Watching, relay: Relay) -> None:
        self._ground = ground
        self._watching = watching
        self.admission = Admission(ground.contexts, ground.clock, ground.spans)
        self.dispatcher = dispatcher_of(ground, opener_of(ground, watching, self.admission), relay)
        self.worker = inbox_worker_of(ground, self.dispatcher, relay)
        self.imports = imports_of(ground)

    def web(self, health: Health) -> WSGIApplication:
        """Build the web application that Webex, operators, other systems and the one-time page speak to."""
        ground, settings, wake = self._ground, self._ground.settings, self._ground.inbox_pool.nudge
        answers = SystemAnswers(steps_to_correct(ground.wizard), ground.store, ground.clock, wake)
        return create_web(
            WebParts(
                accept=Acceptance(
                    ground.store,
                    ground.metrics,
                    self.admission.turn,
                    self.worker.lease_at_once,
                    wake,
                    self._refused,
                ),
                secrets=settings.webhook_secrets,
                clock=ground.clock,
                watched=self._watched(health),
                passwords=StoredPasswords(ground.store, wake),
                orders=OrderPorts(self.imports, answers),
                public_url=settings.public_url,
                intake=tokens(ground, "INTAKE_TOKEN", settings.order_intake_tokens),
                operations=tokens(ground, "OPERATIONS_TOKEN", settings.operators_tokens),
                me=ground.me.known_id,
            )
        )

    def _refused(self) -> None:
        """Note that an event could not be stored; the call that was set aside to read it is not made."""
        self._watching.outages.refused()
        self._ground.budget.give_back()

    def _watched(self, health: Health) -> Watched:
        """Return what operators are shown."""
        ground, probe = self._ground, self._watching.probe
        return Watched(
            readiness=lambda: readiness(health, self._watching),
            registry=ground.metrics.registry,
            probe=lambda: str(probe),
            overview=lambda: overview(ground.store, ground.clock.now()),
        )


def opener_of(ground: Ground, watching: Watching, admission: Admission) -> Opener:
    """Build the opener, which fetches what an event is about."""
    admin = ground.services.admin_in_a_hurry
    return Opener(
        ground.store,
        ground.webex,
        ground.clock,
        ground.me,
        ground.contexts,
        Doubts(ground.store, ground.webex, ground.clock, ground.policy, admission.part).look_into,
        jobs(ground.contexts, ground.store, watching.doctor, watching.order_watch, watching.guard.rep_spaces),
        ground.budget.slots.lent,
        PeopleLookUps(admin, ground.store, ground.clock) if admin else None,
    )


def dispatcher_of(ground: Ground, opener: Opener, relay: Relay) -> Dispatcher:
    """Build the dispatcher, which handles one event in one transaction."""
    return Dispatcher(
        ground.store,
        ground.clock,
        opener,
        ground.contexts,
        Setbacks(ground.store, ground.clock, ground.owner, ground.metrics, opener.look_into),
        ground.owner,
        ground.metrics,
        lease_answer=partial(relay.next_out.lease_in, is_answer=True),
        restored=ground.restored,
    )


def inbox_worker_of(ground: Ground, dispatcher: Dispatcher, relay: Relay) -> InboxWorker:
    """Build the worker that takes events from the inbox, and has the relay carry the answer of each at once."""
    return InboxWorker(
        ground.store,
        dispatcher.handle,
        ground.clock,
        ground.owner,
        budget=ground.budget,
        pool=ground.inbox_pool,
        after=ground.relay_pool.nudge,
        carry=relay.carry,
    )


def imports_of(ground: Ground) -> Imports:
    """Build the imports, which load orders and organizations from files and other systems."""
    return Imports(
        ground.store, ground.clock, ground.contexts, order_changed, ground.stopping.wait, ground.relay_pool.nudge
    )


def readiness(health: Health, watching: Watching) -> list[str]:
    """Say what keeps the bot from working, as it sees itself and as its own events to itself show it."""
    return [*health.readiness(), *watching.probe.problems()]


def tokens(ground: Ground, setting: str, values: tuple[str, ...]) -> Tokens:
    """Return the tokens of a setting, the newer first; it is noted when somebody brings the older one."""
    if len(values) < 2:
        return Tokens(values)
    return Tokens(values, OldToken(ground.store, ground.clock, name_of(setting, values[-1])))
