"""The beginning of a program, imported first. Ctrl-C ends it without a traceback, also while the rest is being loaded.

The garbage collector rests meanwhile: it would find nothing, and took a tenth of a start.
"""

import gc
import os
import sys
import time
from resource import RLIM_INFINITY, RLIMIT_AS, getrlimit
from types import TracebackType

MEGABYTE = 2**20
# To load everything takes 110 of them; with less, whatever asks for memory last fails in words of its own.
LEAST_MEGABYTES = 160


def end(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Say nothing about an interruption: whoever pressed Ctrl-C knows. Any other exception is shown as usual."""
    if not issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)


def finish() -> None:
    """Let the garbage collector work from here on, without looking at what was loaded: that stays."""
    gc.freeze()
    gc.enable()


def refuse_too_little_memory() -> None:
    """End in words where the system gives this process less address space than loading takes."""
    limit, _ = getrlimit(RLIMIT_AS)
    if limit != RLIM_INFINITY and limit < LEAST_MEGABYTES * MEGABYTE:
        sys.exit(
            f"Error: This process may have {limit // MEGABYTE} MB of address space (ulimit -v), and needs"
            f" {LEAST_MEGABYTES} at least, to serve 2000. Raise that limit, or take it away: ulimit -v unlimited"
        )


def forget_the_zone() -> None:
    """Let the zone of the machine be UTC: we never ask for it, and a TZ that names no zone would keep Babel away."""
    os.environ["TZ"] = "UTC"
    time.tzset()


sys.excepthook = end
refuse_too_little_memory()
forget_the_zone()
gc.disable()
