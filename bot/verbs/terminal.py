"""The terminal: what the verbs share, from reading the settings to showing how far long work is."""

import os
import re
import sys
from collections.abc import Callable, Sequence
from shutil import get_terminal_size
from textwrap import wrap
from typing import Any, TypeVar

import click

from bot.bootstrap import build
from bot.errors import BotError, ConfigurationError
from bot.intake.problems import UnreadableFile
from bot.language.texts import texts
from bot.lifecycle import Bot
from bot.settings import Settings, load_settings
from bot.settings.env_file import meaning
from bot.settings.loading import complaint_about
from store import Store, open_store, open_to_read, open_what_is_there

Read = TypeVar("Read")

# From so many things on it is worth saying how far the work is.
LONG_WORK = 1000
COLUMN_GAP = re.compile(" {2,}")

# What verbs that never speak to Webex may do without.
OFFLINE = {
    "WEBEX_TEAMS_ACCESS_TOKEN": "not-needed-for-this-verb",
    "WEBEX_WEBHOOK_SECRET": "not-needed-for-this-verb",
    "PUBLIC_URL": "http://localhost",
}


class Replaced(click.ClickException):
    """Ends a bot whose place another one has taken, with a status that keeps systemd from starting it again."""

    exit_code = 78


class Verbs(click.Group):
    """The verbs. What the machine refuses, such as a database, a disk or memory, is said without a traceback."""

    def main(self, *given: Any, **more: Any) -> Any:
        """Run what was typed."""
        try:
            return super().main(*given, **more)
        except (BotError, OSError, MemoryError) as error:
            refusal = click.ClickException(in_words(error))
            refusal.show()
            sys.exit(refusal.exit_code)


def in_words(error: BotError | OSError | MemoryError) -> str:
    """Return what was refused, by us or by the system, and where it names a file, which."""
    match error:
        case MemoryError():
            return "The memory does not suffice for this. Let this process have more"
        case OSError(strerror=str(reason)):
            return f"{error.filename}: {reason}" if error.filename else reason
    return str(error)


class ProgressBar:
    """How far long work is: a bar on a terminal, a line now and then elsewhere; beside the result, not in it."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._bar: Any = None

    def __call__(self, done: int, total: int) -> None:
        if total < LONG_WORK:
            return
        if sys.stderr.isatty():
            self._bar = self._bar or self._begun(total)
            self._bar.update(done - self._bar.pos)
            if done == total:
                self._finish()
        elif done % LONG_WORK == 0 or done == total:
            click.echo(f"{done} of {total} {self._what}", err=True)

    def _begun(self, total: int) -> Any:
        # While it is drawn the cursor is hidden; whoever interrupts gets it back.
        click.get_current_context().call_on_close(self._finish)
        return click.progressbar(length=total, label=f"Loading {self._what}", file=sys.stderr)

    def _finish(self) -> None:
        bar, self._bar = self._bar, None
        if bar is not None:
            bar.render_finish()


def settings_or_exit(*, offline: bool = False) -> Settings:
    """Read the settings; say every problem at once and end where there is one."""
    file = click.get_current_context().find_root().params.get("settings") or ".env"
    try:
        return load_settings(os.environ, file, instead=OFFLINE if offline else None)
    except ConfigurationError as error:
        raise click.ClickException("The settings need attention:\n  " + "\n  ".join(error.problems)) from None


def built(settings: Settings, store: Store | None = None) -> Bot:
    """Build the bot, on a database that is open or will be; it is closed when the command ends."""
    store = store or opened(settings)
    return build(settings, store=store)


def opened(settings: Settings) -> Store:
    """Open the database to write to it; it is closed when the command ends."""
    return _closed_at_the_end(open_store(settings.database))


def opened_as_it_is(settings: Settings) -> Store:
    """Open the database to write to it, where there is one; it is closed when the command ends."""
    return _closed_at_the_end(open_what_is_there(settings.database))


def opened_to_read(settings: Settings) -> Store:
    """Open the database to read it, also where it cannot be written; it is closed when the command ends."""
    return _closed_at_the_end(open_to_read(settings.database))


def _closed_at_the_end(store: Store) -> Store:
    click.get_current_context().call_on_close(store.close)
    return store


def asked_for(name: str) -> str:
    """Ask for a setting until it can be used; what is not required may stay empty."""
    field = Settings.model_fields[name.lower()]
    given = os.environ.get(name, "")

    def usable(value: str) -> str:
        problem = complaint_about(name, value) if value or field.is_required() else ""
        if problem:
            raise click.BadParameter(problem)
        return value

    is_hidden = name.endswith("_TOKEN")
    words = f"{meaning(field)}\n{name}"
    answer: str = click.prompt(
        words, default=given, hide_input=is_hidden, show_default=bool(given) and not is_hidden, value_proc=usable
    )
    return answer


def read_or_exit(read: Callable[[], Read]) -> Read:
    """Read a file for a verb, or end with the reason."""
    try:
        return read()
    except UnreadableFile as error:
        raise click.ClickException(texts()(error.text, **error.values)) from None


def show(lines: Sequence[str]) -> None:
    """Print lines. On a terminal a long one goes on below its last column; a file has it whole."""
    # There is no stdout at all where whoever runs us has closed it.
    width = get_terminal_size().columns if sys.stdout and sys.stdout.isatty() else 0
    for line in (line for told in lines for line in told.split("\n")):
        click.echo("\n".join(in_lines(line, width)) if len(line) > width > 0 else line)


def in_lines(line: str, width: int) -> list[str]:
    """Return a line as several that fit, of which all but the first begin where its last column does."""
    columns = [gap.end() for gap in COLUMN_GAP.finditer(line) if gap.end() <= width // 2]
    indent = " " * max(columns, default=0)
    return wrap(line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
