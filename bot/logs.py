"""Logs: one line per event, a constant message with its facts beside it, in UTC, with every secret blacked out.

Nobody's words are logged: a record names ids, addresses and orders, never the text of a message.
"""

import hashlib
import json
import logging
import re
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, Literal, TextIO

HIDDEN = "[hidden]"
BEARER = r"(?i:\bbearer)\s+[^\s\"'\\,]+"
# Characters that a terminal acts on instead of showing them, that end a line or turn its direction, or have no UTF-8.
UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff"
    "\U000e0000-\U000e007f]"
)
# A fact whose end can be seen without quotes.
UNQUOTED = re.compile(r"[^\s\"=]+")
# From which level on others are heard. APScheduler warns each second while a beat takes longer than its pace.
QUIET = {
    "apscheduler": logging.ERROR,
    "urllib3": logging.WARNING,
    "waitress": logging.WARNING,
    "webexteamssdk": logging.WARNING,
    "werkzeug": logging.WARNING,
}

# What every record has by itself; the rest are the facts that were given with it.
STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


def configure_logging(style: Literal["text", "json"], secrets: Iterable[str], stream: TextIO | None = None) -> None:
    """Send all logging to one stream, stderr unless told, and take the place of what was configured before."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(LineFormatter(style, Redactor(secrets)))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    logging.captureWarnings(capture=True)
    # None of these stands in a line of ours, so they need not be looked up for each.
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    for name, level in QUIET.items():
        logging.getLogger(name).setLevel(level)


def short_name(person_id: str) -> str:
    """Return what a person is called in the log: always the same, but leading back to nobody once they are erased."""
    return hashlib.sha256(person_id.encode()).hexdigest()[:12] if person_id else ""


class Redactor:
    """Blacks out secrets wherever they stand in a line: in a fact, in a traceback, inside an address."""

    def __init__(self, secrets: Iterable[str]) -> None:
        forms = {form for secret in secrets if secret for form in written_forms(secret)}
        self._forms = sorted(forms, key=len, reverse=True)
        self._pattern = re.compile("|".join([*map(re.escape, self._forms), BEARER]))

    def __call__(self, line: str) -> str:
        # Looking for each word is ten times as fast as the pattern, and nearly no line has one.
        may_tell = "bearer" in line.lower() or any(form in line for form in self._forms)
        return self._pattern.sub(HIDDEN, line) if may_tell else line


def written_forms(secret: str) -> Iterator[str]:
    """Return how a secret may stand in a line: one with quotes in it looks different inside a list, or as JSON."""
    for form in (secret, repr(secret)[1:-1]):
        yield form
        yield json.dumps(form)[1:-1]
        yield json.dumps(form, ensure_ascii=False)[1:-1]


class LineFormatter(logging.Formatter):
    """Writes a record as one line."""

    def __init__(self, style: Literal["text", "json"], redact: Redactor) -> None:
        super().__init__()
        self._write = json_line if style == "json" else text_line
        self._redact = redact

    def format(self, record: logging.LogRecord) -> str:
        trace = self.formatException(record.exc_info) if record.exc_info else record.exc_text or ""
        line = self._write(record, trace)
        return self._redact(line if line.isprintable() else UNSEEN.sub(escaped, line))


def escaped(unseen: re.Match[str]) -> str:
    """Write a character that cannot be seen as JSON would, so that it does nothing where the log is read."""
    return json.dumps(unseen[0])[1:-1]


def json_line(record: logging.LogRecord, trace: str) -> str:
    """Write a record as a JSON object; facts that JSON does not know are written as their text."""
    own = {"time": moment_of(record), "level": record.levelname, "logger": record.name, "event": record.getMessage()}
    facts = facts_of(record) | ({"trace": trace} if trace else {})
    return json.dumps({**facts, **own}, ensure_ascii=False, default=str)


def text_line(record: logging.LogRecord, trace: str) -> str:
    """Write a record for people: time, level, where, what happened, and the facts."""
    facts = facts_of(record) | ({"trace": trace} if trace else {})
    told = (f"{name}={plain(value)}" for name, value in facts.items())
    head = f"{moment_of(record)} {record.levelname:7} {record.name}: {one_line(record.getMessage())}"
    return " ".join([head, *told])


def facts_of(record: logging.LogRecord) -> dict[str, Any]:
    return {name: value for name, value in vars(record).items() if name not in STANDARD}


def plain(value: object) -> str:
    """Write a fact so that one sees where it ends."""
    text = str(value)
    return text if UNQUOTED.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def one_line(text: str) -> str:
    """Keep a line a line, so that nobody can write a second one into the log."""
    return text.replace("\r", "\\r").replace("\n", "\\n")


def moment_of(record: logging.LogRecord) -> str:
    moment = datetime.fromtimestamp(record.created, UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
