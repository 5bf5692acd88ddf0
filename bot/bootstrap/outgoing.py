"""The way out: messages to Webex, letters to people, finished setups to the partner's own system."""

from collections.abc import Callable

from bot.bootstrap.ground import Ground
from bot.delivery.event_relay import EventRelay
from bot.delivery.mail import SmtpMail
from bot.delivery.mail_relay import MailRelay
from bot.delivery.relay import Relay
from bot.services.answers import steps_to_correct
from bot.services.partner_system import PartnerSystem
from bot.settings.provisioning import Provisioning


def relay_of(ground: Ground) -> Relay:
    """Build the relay, which posts to Webex."""
    return Relay(
        ground.store,
        ground.webex,
        ground.clock,
        ground.owner,
        budget=ground.budget,
        found=ground.relay_pool.nudge,
        after_undelivered=ground.inbox_pool.nudge,
        is_stopping=ground.stopping.is_set,
        metrics=ground.metrics,
    )


def mail_relay_of(ground: Ground) -> Callable[[], bool]:
    """Build the mail relay; where there is no mail server, it never finds anything to do."""
    url, sender = ground.settings.smtp_url, ground.settings.mail_from
    if url is None or sender is None:
        return lambda: False
    mail = SmtpMail(url.get_secret_value(), sender, ground.clock)
    return MailRelay(ground.store, mail, ground.clock, ground.owner, after_refused=ground.inbox_pool.nudge)


def event_relay_of(ground: Ground) -> Callable[[], bool]:
    """Build the relay of finished setups; where the partner's own system does not provision, it finds nothing to do."""
    url, secrets = ground.settings.provisioning_url, ground.settings.signing_secrets
    if ground.settings.provisioning is not Provisioning.WEBHOOK or url is None:
        return lambda: False
    system = PartnerSystem(url, secrets, steps_to_correct(ground.wizard), ground.clock)
    return EventRelay(ground.store, system, ground.clock, ground.owner, after=ground.inbox_pool.nudge)
