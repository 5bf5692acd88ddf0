"""The guardian of our webhooks: registers them, and repairs them when Webex has switched one off.

Webex switches a webhook off after a hundred failures within five minutes and never switches it on again
(developer.webex.com, Webhooks), so the bot checks them again and again.
"""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from bot.domain.webhooks import Webhook
from bot.errors import Superseded
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
# In the name of a webhook, before the moment at which the file behind it was restored.
RESTORED = " restored "
# A moment further ahead of Webex's clock is that of a clock which was wrong. Nobody could restore later for years.
FURTHEST_AHEAD = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Repair:
    """What is wrong with a webhook, as a sentence to be translated, and how it should be registered.

    `led_to` is where it led, if that was not to us.
    """

    wanted: Webhook
    why: str
    led_to: str = ""


class WebhookGuardian:
    """Keeps one webhook each for messages, card presses, and people who come and go.

    Ours are known by name, resource and event. Webhooks of other programs under the same token are left alone, and so
    is a second one of ours, since we cannot be sure that it is. It does no harm: the inbox keeps each event once, and
    with an old secret its deliveries are refused until Webex switches it off.

    The name of a webhook says when the file behind it was restored: the one thing that the machine which has the file
    and the one which had it before both see. Who finds a later one than its own has been replaced.
    """

    def __init__(self, webex: Webex, target_url: str, secret: str, restored_at: datetime | None = None) -> None:
        self._webex = webex
        self._target_url = target_url
        self._secret = secret
        self._mark = mark_at(restored_at) if restored_at else ""
        self._given_secret: set[str] = set()
        self._has_stood = False
        # Where one of ours led at the last check, though this process had registered it; "" where none did.
        self.taken_to = ""

    def check(self) -> list[str]:
        """Repair our webhooks, and return a sentence for each repair; none when all was well.

        Raises Superseded, and changes nothing, where another bot has taken our place.
        """
        found = self._found()
        repairs = list(self._repairs(found))
        is_first = not self._has_stood and not any(is_ours(each) for each in found)
        for repair in repairs:
            self._make(repair, is_first=is_first)
        self.taken_to = next((each.led_to for each in repairs if each.led_to), "") if self._has_stood else ""
        self._has_stood = True
        return [f"{repair.wanted.name}: {repair.why}" for repair in repairs]

    def problems(self) -> list[Repair]:
        """Return what `check` would repair, and repair nothing. Raises Superseded."""
        return list(self._repairs(self._found()))

    def _found(self) -> list[Webhook]:
        found = self._webex.webhooks()
        marks = {mark_of(each) for each in found if is_ours(each)}
        if marks - {self._mark}:
            end = self._end_of_what_is_credible()
            latest = max((each for each in marks if each <= end), default="")
            if latest > (self._mark if self._mark <= end else ""):
                raise Superseded(
                    f"Another bot serves in our place, from a file that was{latest}. Where that is a mistake, stop it,"
                    f" and put its newest backup here: setup-now restore FILE"
                )
        return found

    def _end_of_what_is_credible(self) -> str:
        """Return what the name of a webhook says at most, by Webex's clock."""
        now = self._webex.now()
        return mark_at(now + FURTHEST_AHEAD if now else datetime.max.replace(tzinfo=UTC))

    def _repairs(self, found: Iterable[Webhook]) -> Iterator[Repair]:
        standing = list(found)
        for resource, event in WANTED:
            name = f"{OUR_NAME} {resource} {event}{self._mark}"
            wanted = Webhook("", name, resource, event, self._target_url, self._secret)
            ours = next((each for each in standing if is_same(each, wanted)), None)
            if ours is None:
                yield Repair(wanted, _("was missing"))
                continue
            why = self._difference(ours, wanted)
            if why:
                led_to = ours.target_url if ours.target_url != wanted.target_url else ""
                yield Repair(replace(wanted, id=ours.id), why, led_to)

    def _difference(self, ours: Webhook, wanted: Webhook) -> str:
        if ours.name != wanted.name:
            return _("was of the bot before")
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
    return (plain_name(one), one.resource, one.event) == (plain_name(other), other.resource, other.event)


def plain_name(webhook: Webhook) -> str:
    """Return the name without the moment of a restore."""
    return webhook.name.partition(RESTORED)[0]


def mark_at(restored_at: datetime) -> str:
    """Return what the name of a webhook says of a restore at a moment."""
    return f"{RESTORED}{restored_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def mark_of(webhook: Webhook) -> str:
    """Return what the name says of a restore; the later one is the greater text, and "" the least."""
    return webhook.name.removeprefix(plain_name(webhook))
