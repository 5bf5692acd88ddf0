"""What a test reads of the log: the lines of the part that it is about, or every word when it looks for a secret.

All lines together differ on a busy machine: there waitress speaks of its queue, and urllib3 of a connection.
"""

import logging

import pytest


def logged_by(part: str, caplog: pytest.LogCaptureFixture) -> list[logging.LogRecord]:
    """Return what one package or module logged, by its full name."""
    return [each for each in caplog.records if f"{each.name}.".startswith(f"{part}.")]


def everything_logged(caplog: pytest.LogCaptureFixture) -> str:
    """Return each line with its facts and its traceback, whoever logged it."""
    return "\n".join([caplog.text, *(str(vars(each)) for each in caplog.records)])
