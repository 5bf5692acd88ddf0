"""The doctor: checks everything that the bot needs, and names the fix for what is wrong."""

import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path

from bot.clock import EARLIEST, Clock
from bot.dispatch.rep_spaces import known_rooms
from bot.dispatch.representatives import may_be_rep
from bot.errors import BotError, Rejected, Superseded, TokenRefused, WebexError
from bot.language.folders import LANGUAGES, SOURCE_LANGUAGE
from bot.language.texts import Texts, _, catalogue
from bot.language.zone_data import zone_data
from bot.operations.backing_up import OLDEST_BACKUP
from bot.operations.findings import CHECK_THE_NETWORK, FIXES, STAY_STOPPED, WEBEX_REFUSES, Check, Finding, finding
from bot.operations.rivals import rival_of
from bot.settings import Settings
from bot.settings.provisioning import Provisioning
from bot.webex.port import Webex
from bot.webex.webhooks import Repair, WebhookGuardian
from store import Store

# The alarm fires at the same value.
LEAST_FREE_BYTES = 500_000_000
LEAST_SECRET_LENGTH = 16
# Clocks differ by seconds, and an answer takes a moment.
LARGEST_SKEW = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Doctor:
    """Runs the checks, and changes nothing. `more` returns further checks, each with its name."""

    settings: Settings
    webex: Webex
    store: Store
    guardian: WebhookGuardian
    clock: Clock
    more: Callable[[], Iterable[Check]]

    def findings(self) -> Iterable[Finding]:
        """Run all checks. One that cannot be run is a finding, too."""
        for name, look in (*self._checks(), *self.more()):
            yield replace(found(name, look), name=name)

    def _checks(self) -> tuple[Check, ...]:
        return (
            ("token", self._token),
            ("secret", self._secret),
            ("webhooks", self._webhooks),
            ("spaces", self._spaces),
            ("reps", self._reps),
            ("database", self._database),
            ("pause", self._pause),
            ("clock", self._clock),
            ("zones", self._zones),
            ("disk", self._disk),
            ("backup", self._backup),
            ("languages", self._languages),
        )

    def _token(self) -> Finding:
        me = self.webex.me()
        if not me.is_bot:
            return finding(_("belongs to {email}, who is not a bot"), FIXES["token"], email=me.email)
        return finding(_("accepted: {name} <{email}>"), name=me.called, email=me.email)

    def _secret(self) -> Finding:
        guessable = {
            "WEBEX_WEBHOOK_SECRET": self.settings.webhook_secrets,
            "INTAKE_TOKEN": self.settings.order_intake_tokens,
            "OPERATIONS_TOKEN": self.settings.operators_tokens,
        }
        short = [name for name, given in guessable.items() if any(len(each) < LEAST_SECRET_LENGTH for each in given)]
        if short:
            told, names = _("{names}: shorter than {n} characters"), ", ".join(short)
            return finding(told, FIXES["secret"], names=names, n=LEAST_SECRET_LENGTH)
        return finding(_("long enough"))

    def _webhooks(self) -> Finding:
        problems = self.guardian.problems()
        if problems:
            return finding("{problems}", FIXES["webhooks"], problems=partial(said_together, problems))
        with self.store.reading() as uow:
            rival = rival_of(uow, self.settings.webhook_url, self.clock.now())
        if rival:
            taken = _("another bot has this token, and takes them over: within the last hour they led to {address}")
            return finding(taken, FIXES["rival"], address=rival)
        return finding(_("registered and active at {address}"), address=self.settings.webhook_url)

    def _spaces(self) -> Finding:
        with self.store.reading() as uow:
            rooms = sorted(known_rooms(uow, self.settings.rep_space_id or ""))
            titles = {room: uow.spaces.title(room) or room for room in rooms}
        if not rooms:
            return finding(_("no space for escalations"), FIXES["spaces"])
        counts = {room: self._people_in(room) for room in rooms}
        fix = FIXES["lost"] if None in counts.values() else "" if all(counts.values()) else FIXES["empty"]
        told = partial(spaces_told, [(titles[room], counts[room]) for room in rooms])
        return finding("{spaces}", fix, spaces=told)

    def _people_in(self, room: str) -> int | None:
        """Return how many representatives are in a rep space; None where we cannot list its members."""
        try:
            members = self.webex.members(room)
        except Rejected:
            return None
        admins, domains = self.settings.admin_emails, self.settings.domains_of_reps
        with self.store.reading() as uow:
            return sum(
                not each.is_bot and may_be_rep(uow, each.email, admins=admins, domains=domains) for each in members
            )

    def _reps(self) -> Finding:
        domains = sorted(self.settings.domains_of_reps)
        if not domains:
            return finding(_("nobody but those named on orders"), FIXES["reps"])
        return finding("{domains}", domains=", ".join(domains))

    def _database(self) -> Finding:
        file = str(self.settings.database)
        if not self.settings.database.exists():
            return finding(_("there is none at {file}"), FIXES["no database"], file=file)
        self.store.try_to_write()
        with self.store.reading() as uow:
            orders = sum(uow.orders.counts().values())
        return finding(_("{file} can be written; orders in it: {n}"), file=file, n=orders)

    def _pause(self) -> Finding:
        with self.store.reading() as uow:
            pause, held = uow.pauses.current(), uow.pauses.held(self.clock.now())
            are_reminders_held = uow.pauses.reminders_are_held()
        if pause is not None:
            words = _("{email} paused the bot at {moment}; events that wait: {n}")
            said = {"email": pause.email, "moment": f"{pause.since:%Y-%m-%d %H:%M}Z", "n": held}
            return finding(words, FIXES["pause"], **said)
        if are_reminders_held:
            return finding(_("reminders are held back"), FIXES["pause"])
        return finding(_("nothing is paused"))

    def _clock(self) -> Finding:
        now = self.clock.now()
        with self.store.reading() as uow:
            last = max((line.at for line in uow.audit.recent(1)), default=EARLIEST)
        moment = f"{now:%Y-%m-%d %H:%M}Z"
        if now < max(last, EARLIEST):
            return finding(_("{moment} is before what was recorded already"), FIXES["clock"], moment=moment)
        theirs = self.webex.now()
        if theirs is None or abs(now - theirs) <= LARGEST_SKEW:
            return finding("{moment}", moment=moment)
        span = partial(duration_told, abs(now - theirs))
        words = _("{moment}, ahead of Webex by {span}") if now > theirs else _("{moment}, behind Webex by {span}")
        return finding(words, FIXES["clock"], moment=moment, span=span)

    def _zones(self) -> Finding:
        now = self.clock.now()
        data = zone_data(now)
        said = {"version": data.version, "old": data.unused, "folder": data.folder}
        if data.is_old(now):
            return finding(_("rules of {version}, which is years old"), FIXES["zones"], **said)
        if data.unused:
            return finding(_("rules of {version}; those in {folder}, of {old}, are not used"), **said)
        return finding(_("rules of {version}"), **said)

    def _disk(self) -> Finding:
        free = free_bytes(self.settings.database)
        fix = FIXES["disk"] if free < LEAST_FREE_BYTES else ""
        return finding(_("{size} free"), fix, size=lambda t: t.size(free))

    def _backup(self) -> Finding:
        if self.settings.provisioning is Provisioning.EMBEDDED:
            return finding(_("not needed: what is simulated can begin anew"))
        with self.store.reading() as uow:
            newest, since = uow.backups.newest(), uow.backups.newest_or_beginning()
        age = self.clock.now() - since
        fix = FIXES["backup"] if age > OLDEST_BACKUP else ""
        if newest is None:
            return finding(_("none was made yet"), fix)
        return finding(_("the newest was made {span} ago"), fix, span=partial(duration_told, age))

    def _languages(self) -> Finding:
        missing = [each for each in LANGUAGES if each != SOURCE_LANGUAGE and not catalogue(each).info()]
        if missing:
            return finding(_("no texts for {languages}"), FIXES["languages"], languages=", ".join(missing))
        return finding("{languages}", languages=", ".join(LANGUAGES))


def found(name: str, look: Callable[[], Finding]) -> Finding:
    """Return what a check finds, or what keeps it from being made."""
    try:
        return look()
    except TokenRefused as error:
        return finding(WEBEX_REFUSES, FIXES["token"], reason=error.reason)
    except Rejected as error:
        return finding(WEBEX_REFUSES, FIXES[name], reason=error.reason)
    except WebexError as error:
        return finding(_("Webex cannot be reached: {reason}"), CHECK_THE_NETWORK, reason=error.reason)
    except Superseded as error:
        return finding("{reason}", STAY_STOPPED, reason=str(error))
    except (BotError, OSError) as error:
        return finding("{reason}", FIXES[name], reason=str(error))


def free_bytes(database: Path) -> int:
    """Return how many bytes are free on the disk of the database; its folder may still have to be made."""
    return shutil.disk_usage(next(each for each in database.resolve().parents if each.exists())).free


def duration_told(length: timedelta, t: Texts) -> str:
    """Say how long something is."""
    return t.duration(length)


def spaces_told(counts: Iterable[tuple[str, int | None]], t: Texts) -> str:
    """Return the finding about how many people are in each rep space."""
    return " · ".join(t.labelled(t.isolate(title), people_words(count, t)) for title, count in counts)


def people_words(count: int | None, t: Texts) -> str:
    if count is None:
        return t(_("cannot be reached"))
    return t.count(_("{n} person"), _("{n} people"), count) if count else t(_("nobody is in it"))


def said_together(repairs: Iterable[Repair], t: Texts) -> str:
    """Return everything that is wrong with the webhooks, in one text."""
    return "; ".join(t.labelled(t.isolate(each.wanted.name), t(each.why)) for each in repairs)
