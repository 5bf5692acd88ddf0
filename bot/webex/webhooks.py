"""The guardian of our webhooks: registers them, and repairs them when Webex has switched one off.

Webex switches a webhook off after a hundred failures within five minutes and never switches it on again
(developer.webex.com, Webhooks), so the bot checks them again and again.
"""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from bot.domain.outgoing import Webhook
from bot.language.texts import _
from bot.webex.port import Webex

log = logging.getLogger(__name__)

# One webhook for each event that is handled; Webex's firehose (resource "all") does not include presses of buttons.
WANTED = (
    ("messages", "created"),
    ("messages", "deleted"),
    ("attachmentActions", "created"),
    ("memberships", "created"),
    ("memberships", "deleted"),
    ("rooms", "migrated"),
    ("messages", "updated"),
)
OUR_NAME = "Set Up Now"


@dataclass(frozen=True, slots=True)
class Repair:
    """What is wrong with a webhook, as a sentence to be translated, and how it should be registered."""

    wanted: Webhook
    why: str


class WebhookGuardian:
    """Keeps one webhook each for messages, card presses, and people who come and go.

    Ours are known by name, resource and event. Webhooks of other programs under the same token are left alone, and so
    is a second one of ours, since we cannot be sure that it is. It does no harm: the inbox keeps each event once, and
    with an old secret its deliveries are refused until Webex switches it off.
    """

    def __init__(self, webex: Webex, target_url: str, secret: str) -> None:
        self._webex = webex
        self._target_url = target_url
        self._secret = secret
        self._given_secret: set[str] = set()
        self._has_stood = False

    def check(self) -> list[str]:
        """Repair our webhooks, and return a sentence for each repair; none when all was well."""
        found = self._webex.webhooks()
        repairs = list(self._repairs(found))
        is_first = not self._has_stood and not any(is_ours(each) for each in found)
        for repair in repairs:
            self._make(repair, is_first=is_first)
        self._has_stood = True
        return [f"{repair.wanted.name}: {repair.why}" for repair in repairs]

    def problems(self) -> list[Repair]:
        """Return what `check` would repair, and repair nothing."""
        return list(self._repairs(self._webex.webhooks()))

    def _repairs(self, found: Iterable[Webhook]) -> Iterator[Repair]:
        standing = list(found)
        for resource, event in WANTED:
            wanted = Webhook("", f"{OUR_NAME} {resource} {event}", resource, event, self._target_url, self._secret)
            ours = next((each for each in standing if is_same(each, wanted)), None)
            if ours is None:
                yield Repair(wanted, _("was missing"))
                continue
            why = self._difference(ours, wanted)
            if why:
                yield Repair(replace(wanted, id=ours.id), why)

    def _difference(self, ours: Webhook, wanted: Webhook) -> str:
        if ours.target_url != wanted.target_url:
            return _("pointed elsewhere")
        if not ours.is_active:
            return _("was switched off")
        # Where Webex does not show the secret, each process sets it once, in case it was changed.
        if ours.secret != wanted.secret and (ours.secret or ours.id not in self._given_secret):
            return _("had another secret")
        return ""

    def _make(self, repair: Repair, *, is_first: bool) -> None:
        if repair.wanted.id:
            self._webex.update_webhook(repair.wanted)
            self._given_secret.add(repair.wanted.id)
        else:
            self._webex.create_webhook(repair.wanted)
        if is_first:
            log.info("webhook registered", extra={"action": "webhook_registered", "webhook": repair.wanted.name})
        else:
            facts = {"action": "webhook_repaired", "webhook": repair.wanted.name, "why": repair.why}
            log.warning("webhook repaired", extra=facts)


def is_ours(webhook: Webhook) -> bool:
    return webhook.name.startswith(OUR_NAME)


def is_same(one: Webhook, other: Webhook) -> bool:
    return (one.name, one.resource, one.event) == (other.name, other.resource, other.event)
