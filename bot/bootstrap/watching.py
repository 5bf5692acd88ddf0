"""The watch over whether all is well: with Webex, with the services behind the orders, and with the bot itself."""

from itertools import chain

from bot.bootstrap.ground import Ground
from bot.delivery.catching_up import CatchingUp
from bot.delivery.outage_watch import OutageWatch
from bot.dispatch.rep_spaces import spaces_of
from bot.http.probe import Probe, own_address
from bot.http.receiver import RECEIVER
from bot.operations.doctor import Doctor
from bot.operations.guard import Guard
from bot.operations.licenses import Licenses
from bot.operations.order_watch import OrderWatch
from bot.operations.rep_space_watch import RepSpaceWatch
from bot.operations.rotation import Rotation
from bot.operations.service_checks import ServiceChecks
from bot.webex.webhooks import WebhookGuardian
from handlers.orders.changes import order_changed


class Watching:
    """The watchers: of webhooks, rep spaces, outages, orders at Cisco, and the events that the bot sends to itself."""

    def __init__(self, ground: Ground) -> None:
        self.guardian = guardian_of(ground)
        self.outages = OutageWatch(ground.store, ground.clock, ground.spans)
        self.catching_up = catching_up_of(ground, self.outages)
        self.guard = guard_of(ground, self.guardian, self.outages)
        self.order_watch = order_watch_of(ground)
        self.doctor = doctor_of(ground, self.guardian)
        self.probe = probe_of(ground)


def guardian_of(ground: Ground) -> WebhookGuardian:
    """Build the guardian, which keeps our webhooks in order."""
    settings, restored = ground.settings, ground.restored
    return WebhookGuardian(
        ground.webex, settings.webhook_url, settings.webhook_secrets[0], restored.until if restored else None
    )


def catching_up_of(ground: Ground, outages: OutageWatch) -> CatchingUp:
    """Build what fetches the messages that an outage hid."""
    return CatchingUp(
        ground.store,
        ground.webex,
        ground.clock,
        ground.spans,
        ground.budget,
        outages,
        rep_spaces=lambda uow: spaces_of(uow, ground.policy.rep_space).rooms,
        after_missed=ground.inbox_pool.nudge,
    )


def guard_of(ground: Ground, guardian: WebhookGuardian, outages: OutageWatch) -> Guard:
    """Build the guard, which checks again and again that Webex can reach us."""
    rep_spaces = RepSpaceWatch(ground.store, ground.webex, ground.clock, ground.policy, ground.inbox_pool.nudge)
    return Guard(ground.store, ground.clock, guardian, outages, rep_spaces, ground.me)


def order_watch_of(ground: Ground) -> OrderWatch:
    """Build the order watch, which looks up what Cisco knows about open orders."""
    services = ground.services
    return OrderWatch(
        ground.store,
        ground.clock,
        ground.contexts,
        order_changed,
        ground.nudge_all,
        licenses=Licenses(ground.store, services.admin) if services.admin else None,
        commerce=services.commerce,
    )


def doctor_of(ground: Ground, guardian: WebhookGuardian) -> Doctor:
    """Build the doctor, which checks everything that the bot needs."""
    services = ServiceChecks(ground.settings, ground.store, ground.services, ground.clock)
    rotation = Rotation(ground.settings, ground.store, guardian)
    return Doctor(
        ground.settings,
        ground.webex,
        ground.store,
        guardian,
        ground.clock,
        lambda: chain(services(), rotation()),
    )


def probe_of(ground: Ground) -> Probe:
    """Build the probe, which sends the bot an event of its own."""
    settings = ground.settings
    url = own_address(settings.host, settings.port, RECEIVER)
    return Probe(ground.store, ground.clock, ground.spans, url, settings.webhook_secrets[0], ground.metrics)
