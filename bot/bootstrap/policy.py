"""The policy: the settings by which handlers decide."""

from bot.dispatch.context import Policy
from bot.language.addresses import ascii_domain
from bot.reminders.standing import Timing
from bot.settings import Settings, effective


def policy_of(settings: Settings) -> Policy:
    """Return the settings by which handlers decide."""
    timing = Timing(settings.reminder_time, settings.timezone, settings.escalate_after_days)
    return Policy(
        timing=timing,
        public_url=settings.public_url,
        admins=frozenset(settings.admin_emails),
        allowed_domains=frozenset(map(ascii_domain, settings.allowed_domains)),
        rep_domains=settings.domains_of_reps,
        rep_space=settings.rep_space_id or "",
        mails=settings.smtp_url is not None,
        calls_per_minute=settings.calls_per_minute,
        settings=effective(settings),
        provisioning=settings.provisioning,
        asks_cisco=bool(settings.webex_admin or settings.ccw),
    )
