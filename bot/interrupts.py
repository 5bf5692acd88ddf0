"""Ctrl-C ends a command without a traceback, also while it is still being loaded: imported before all else."""

import sys
from types import TracebackType


def end(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Say nothing of an interruption, which whoever is at the keyboard has made, and everything of any other end."""
    if not issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)


sys.excepthook = end
