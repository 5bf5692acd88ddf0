"""The doctor's checks of what stands behind an order: who provisions, and the services that are asked.

A service that is not set up is no fault: the finding says what works without it.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from ipaddress import ip_address
from urllib.parse import urlsplit

from bot.clock import Clock
from bot.domain.dead_letters import Box
from bot.errors import WebexError
from bot.language.texts import Texts, _
from bot.operations.findings import FIXES, Check, Finding, finding
from bot.services.set_up import Services
from bot.settings import Settings
from bot.settings.provisioning import Provisioning
from store import Store

# A service app that was not used for this long has to be authorized anew.
FEW_DAYS = 14
PROVISIONS = {
    Provisioning.CONTROL_HUB: _("by people, in Cisco's wizard, with the packet"),
    Provisioning.EMBEDDED: _("simulated: nothing reaches Cisco, so this is for demo and training only"),
}


@dataclass(frozen=True, slots=True)
class ServiceChecks:
    """Looks at the services; changes nothing but a token that is due."""

    settings: Settings
    store: Store
    services: Services
    clock: Clock

    def __call__(self) -> tuple[Check, ...]:
        return (
            ("intake", self._intake),
            ("mail", self._mail),
            ("provisioning", self._provisioning),
            ("webex-admin", self._admin),
            ("commerce", self._commerce),
        )

    def _intake(self) -> Finding:
        if not self.settings.order_intake_tokens:
            return finding(_("off: orders come from files and by command"))
        return finding(_("on: orders may come over HTTP"))

    def _mail(self) -> Finding:
        if self.settings.smtp_url is None:
            return finding(_("off: a contact who is not on Webex becomes a task for the representatives"))
        return finding(_("on: mail is sent as {sender}"), sender=self.settings.mail_from)

    def _provisioning(self) -> Finding:
        chosen, url = self.settings.provisioning, self.settings.provisioning_url
        if chosen is not Provisioning.WEBHOOK or url is None:
            return finding(PROVISIONS[chosen])
        host = urlsplit(url).hostname or ""
        if not is_safe(url, host):
            return finding(_("{host} gets finished setups without encryption"), FIXES["plain"], host=host)
        if not self.settings.order_intake_tokens:
            words = _("{host} gets finished setups, and can only answer at once, since the HTTP interface is off")
            return finding(words, FIXES["provisioning"], host=host)
        with self.store.reading() as uow:
            given_up = [each for each in uow.dead_letters.all() if each.box is Box.EVENTS]
        if given_up:
            words = _("dead letters that {host} did not take: {n}")
            return finding(words, FIXES["events"], host=host, n=len(given_up))
        return finding(_("{host} gets finished setups, signed with {n} secret(s)"), host=host, n=self._secrets())

    def _secrets(self) -> int:
        return len(self.settings.signing_secrets)

    def _admin(self) -> Finding:
        admin, token = self.services.admin, self.services.admin_token
        if admin is None or token is None:
            return finding(_("off: organizations are those of your own list"))
        try:
            count = len(admin.organizations())
        except WebexError as error:
            return finding(_("Webex Admin refuses: {reason}"), FIXES["webex-admin"], reason=error.reason)
        kept = token.kept()
        if not count or kept is None:
            return finding(_("no organization can be seen"), FIXES["webex-admin"])
        now = self.clock.now()
        days = partial(days_words, kept.expires_at, kept.refresh_expires_at, now)
        is_short = kept.refresh_expires_at is not None and days_until(kept.refresh_expires_at, now) < FEW_DAYS
        fix = FIXES["webex-admin"] if is_short else ""
        return finding(_("organizations to be seen: {n}; {days}"), fix, n=count, days=days)

    def _commerce(self) -> Finding:
        commerce = self.services.commerce
        if commerce is None:
            return finding(_("off: order status and dates are those of your files"))
        try:
            commerce.check()
        except WebexError as error:
            return finding(_("Cisco gives no token: {reason}"), FIXES["commerce"], reason=error.reason)
        # A token alone does not open the order API: that is granted apart.
        with self.store.reading() as uow:
            one_order = uow.orders.live_numbers(after="", limit=1)
        try:
            for number in one_order:
                commerce.look(number)
        except WebexError as error:
            return finding(_("Cisco does not tell of orders: {reason}"), FIXES["commerce"], reason=error.reason)
        return finding(_("Cisco gives a token; open orders are looked up daily"))


def is_safe(url: str, host: str) -> bool:
    """Return whether what goes to an address is encrypted, or does not leave this machine."""
    if url.startswith("https:") or host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def days_until(moment: datetime, now: datetime) -> int:
    return max((moment - now).days, 0)


def days_words(access: datetime, refresh: datetime | None, now: datetime, t: Texts) -> str:
    """Say how long the tokens are valid; they are renewed before that."""
    n = days_until(access, now)
    words = [t.count(_("the token is good for {n} day"), _("the token is good for {n} days"), n)]
    if refresh is not None:
        n = days_until(refresh, now)
        words.append(t.count(_("the refresh token for {n} day"), _("the refresh token for {n} days"), n))
    return ", ".join(words)
