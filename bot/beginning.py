"""The beginning of a program, imported first. Ctrl-C ends it without a traceback, also while the rest is being loaded.

The garbage collector rests meanwhile: it would find nothing, and took a tenth of a start.
"""

import gc
import sys
from types import TracebackType


def end(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Say nothing about an interruption: whoever pressed Ctrl-C knows. Any other exception is shown as usual."""
    if not issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)


def is_over() -> None:
    """Let the garbage collector work from here on, without looking at what was loaded: that stays."""
    gc.freeze()
    gc.enable()


sys.excepthook = end
gc.disable()
