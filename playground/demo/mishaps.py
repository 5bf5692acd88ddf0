"""Mishaps: what the terminal of the demo says when something went wrong, why, and what that means."""

from __future__ import annotations

import logging
import sys

# By what was done, as the log has it.
MEANINGS = {
    "send_given_up": "It will not be tried again. Ada, the admin, finds it by /dlq.",
    "event_given_up": "Its sender was told a reference; Ada, the admin, finds it by /dlq.",
    "mail_refused": "Nobody got that mail; Ada, the admin, finds it by /dlq.",
}


class MishapFormatter(logging.Formatter):
    """Writes a record for people who do not read logs: without where in the program it was said."""

    def format(self, record: logging.LogRecord) -> str:
        """Return what happened, its cause, and below them what it means."""
        cause = getattr(record, "cause", "")
        told = f"  {record.getMessage().capitalize()}{f': {cause}' if cause else '.'}"
        meaning = MEANINGS.get(getattr(record, "action", ""))
        lines = [told, *([f"    {meaning}"] if meaning else [])]
        return "\n".join([*lines, *([self.formatException(record.exc_info)] if record.exc_info else [])])


def show_mishaps() -> None:
    """Let errors, and nothing else, be told on the terminal."""
    teller = logging.StreamHandler(sys.stderr)
    teller.setFormatter(MishapFormatter())
    logging.basicConfig(level=logging.ERROR, handlers=[teller])
