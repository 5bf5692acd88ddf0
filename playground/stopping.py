"""Stopping: Ctrl-C and SIGTERM end what runs, in order."""

from __future__ import annotations

import signal
import threading


def stop_on_signals() -> threading.Event:
    """Return what is set as soon as somebody asks this process to stop."""
    stop = threading.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, lambda number, frame: stop.set())
    return stop
