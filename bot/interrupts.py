"""Ctrl-C ends a command without a traceback. Imported first, so that this holds while the rest is being loaded."""

import sys
from types import TracebackType


def end(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Say nothing about an interruption: whoever pressed Ctrl-C knows. Any other exception is shown as usual."""
    if not issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)


sys.excepthook = end
