"""Which process this is, and which of the others still run, so that the work of a dead one is taken over."""

import os
import secrets
import socket
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from bot.domain.processes import Neighbour
from store import Store

# Three missed heartbeats; with the time between two looks, work is taken over within twenty seconds.
SILENCE_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class ThisProcess:
    """This process. `owner` is its unique name in leases; `started` tells it from a later process with the same pid."""

    owner: str
    host: str
    pid: int
    started: str


def this_process() -> ThisProcess:
    """Return the identity of this process."""
    host, pid = socket.gethostname(), os.getpid()
    return ThisProcess(f"{host}:{pid}:{secrets.token_hex(4)}", host, pid, started_at(pid))


def is_running(pid: int, started: str) -> bool:
    """Return whether the process with this pid and this start still runs on this machine.

    Our own pid with another start was a process before us: in a container, each start has the same pid.
    """
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return started_at(pid) == started


def started_at(pid: int) -> str:
    """Return when a process started, in the kernel's own count; "" where it has ended, or where there is no /proc."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return ""
    # The name in brackets may hold blanks. After it the state is the first word, and the start the 20th (man 5 proc).
    state, *words = stat.rpartition(")")[2].split()
    return "" if state in {"Z", "X"} else words[18]


class NeighbourWatch:
    """Watches the heartbeats of other processes. It measures silence by its own stopwatch, since wall clocks differ."""

    def __init__(
        self,
        host: str,
        is_alive: Callable[[int, str], bool] = is_running,
        stopwatch: Callable[[], float] = time.monotonic,
    ) -> None:
        self._host = host
        self._is_alive = is_alive
        self._stopwatch = stopwatch
        self._last_change: dict[str, tuple[int, float]] = {}

    def dead(self, neighbours: Iterable[Neighbour]) -> list[str]:
        """Return the owners of processes that have ended on this machine, or were silent for too long."""
        now = self._stopwatch()
        before, self._last_change = self._last_change, {}
        gone: list[str] = []
        for each in neighbours:
            beats, since = before.get(each.owner, (each.beats, now))
            self._last_change[each.owner] = (beats, since) if beats == each.beats else (each.beats, now)
            ended_here = each.host == self._host and not self._is_alive(each.pid, each.started)
            if ended_here or now - self._last_change[each.owner][1] > SILENCE_SECONDS:
                gone.append(each.owner)
        return gone


def is_served(store: Store) -> bool:
    """Return whether a bot works on this file, as far as can be told without waiting for its next heartbeat."""
    with store.reading() as uow:
        entered = uow.processes.others("")
    return len(NeighbourWatch(socket.gethostname()).dead(entered)) < len(entered)
