"""The doctor: looks at everything the bot needs, and says of each whether it is well, with the fix where it is not."""

import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.clock import Clock
from bot.errors import BotError, Rejected, TokenRefused, WebexError
from bot.guardian import WebhookGuardian
from bot.settings import Settings
from bot.spaces import known_rooms
from bot.texts import LANGUAGES, SOURCE_LANGUAGE, catalogue
from bot.webex_port import Webex

if TYPE_CHECKING:
    from store import Store

LEAST_FREE_BYTES = 200 * 1024 * 1024
LEAST_SECRET_LENGTH = 16
# Earlier than this program was written: a machine whose clock was never set.
EARLIEST = datetime(2026, 11, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report: what was looked at, how it is, and what to do where it is not well."""

    name: str
    state: str
    fix: str = ""

    @property
    def is_well(self) -> bool:
        return not self.fix

    def __str__(self) -> str:
        mark = "ok  " if self.is_well else "FAIL"
        return f"{mark}  {self.name:<10} {self.state}" + (f"\n      fix: {self.fix}" if self.fix else "")


@dataclass(frozen=True, slots=True)
class Doctor:
    """Examines; changes nothing."""

    settings: Settings
    webex: Webex
    store: "Store"
    guardian: WebhookGuardian
    clock: Clock

    def findings(self) -> Iterable[Finding]:
        """Look at one thing after the other; what cannot be looked at is a finding as well."""
        for name, look in self._checks():
            try:
                yield look()
            except (Rejected, TokenRefused) as error:
                yield Finding(name, f"Webex refuses: {error.reason}", FIXES[name])
            except WebexError as error:
                yield Finding(name, f"Webex cannot be reached: {error.reason}", "check WEBEX_API_URL and the network")
            except (BotError, OSError) as error:
                yield Finding(name, str(error), FIXES[name])

    def _checks(self) -> tuple[tuple[str, Callable[[], Finding]], ...]:
        return (
            ("token", self._token),
            ("secret", self._secret),
            ("webhooks", self._webhooks),
            ("spaces", self._spaces),
            ("database", self._database),
            ("clock", self._clock),
            ("disk", self._disk),
            ("languages", self._languages),
        )

    def _token(self) -> Finding:
        me = self.webex.me()
        if not me.is_bot:
            return Finding("token", f"belongs to {me.email}, who is no bot", FIXES["token"])
        return Finding("token", f"accepted: {me.called} <{me.email}>")

    def _secret(self) -> Finding:
        short = [secret for secret in self.settings.webhook_secrets if len(secret) < LEAST_SECRET_LENGTH]
        if short:
            return Finding("secret", f"shorter than {LEAST_SECRET_LENGTH} characters", FIXES["secret"])
        return Finding("secret", "long enough")

    def _webhooks(self) -> Finding:
        problems = self.guardian.problems()
        if problems:
            return Finding("webhooks", "; ".join(problems), FIXES["webhooks"])
        return Finding("webhooks", f"registered and active at {self.settings.webhook_url}")

    def _spaces(self) -> Finding:
        with self.store.reading() as uow:
            rooms = sorted(known_rooms(uow, self.settings.rep_space_id or ""))
            titles = {room: uow.spaces.title(room) or room for room in rooms}
        if not rooms:
            return Finding("spaces", "no space for escalations", FIXES["spaces"])
        counts = {room: self._people_in(room) for room in rooms}
        state = ", ".join(f"{titles[room]}: {people_words(counts[room])}" for room in rooms)
        if None in counts.values():
            return Finding("spaces", state, FIXES["lost"])
        return Finding("spaces", state, "" if all(counts.values()) else "invite the representatives to it")

    def _people_in(self, room: str) -> int | None:
        """Return how many people are in a rep space; None where we are not let in."""
        try:
            return sum(not person.is_bot for person in self.webex.members(room))
        except Rejected:
            return None

    def _database(self) -> Finding:
        if not self.store.writable():
            return Finding("database", f"{self.settings.database} cannot be written", FIXES["database"])
        with self.store.reading() as uow:
            orders = sum(uow.orders.counts().values())
        return Finding("database", f"{self.settings.database} can be written; {orders} orders")

    def _clock(self) -> Finding:
        now = self.clock.now()
        with self.store.reading() as uow:
            last = max((line.at for line in uow.audit.recent(1)), default=EARLIEST)
        if now < max(last, EARLIEST):
            return Finding("clock", f"{now:%Y-%m-%d %H:%M}Z is before what was recorded already", FIXES["clock"])
        return Finding("clock", f"{now:%Y-%m-%d %H:%M}Z")

    def _disk(self) -> Finding:
        free = shutil.disk_usage(self.settings.database.resolve().parent).free
        state = f"{free // 1024**2:,} MiB free"
        return Finding("disk", state, FIXES["disk"] if free < LEAST_FREE_BYTES else "")

    def _languages(self) -> Finding:
        missing = [each for each in LANGUAGES if each != SOURCE_LANGUAGE and not catalogue(each).info()]
        if missing:
            return Finding("languages", f"no texts for {', '.join(missing)}", FIXES["languages"])
        return Finding("languages", ", ".join(LANGUAGES))


def people_words(count: int | None) -> str:
    return "cannot be reached" if count is None else f"{count} people" if count else "nobody is in it"


FIXES = {
    "token": "set WEBEX_TEAMS_ACCESS_TOKEN to the token of your bot (developer.webex.com, My Webex Apps)",
    "secret": "make a longer one: openssl rand -hex 32; give both, comma-separated, while you change it",
    "webhooks": "start the bot: it registers and repairs them; PUBLIC_URL must be where Webex reaches it",
    "spaces": "type /space here in the space for escalations, mentioning the bot, or set REP_SPACE_ID",
    "lost": "invite the bot to that space again, or type /space here in another one, mentioning the bot",
    "database": "check the path, the owner and the free space; a damaged file is put back with: restore FILE",
    "clock": "set the machine's clock (NTP)",
    "disk": "make room on the disk of the database",
    "languages": "install the package again: its locales are missing",
}
