"""Which process is this, and which of the others still runs: so that a dead one's work is taken over."""

import os
import secrets
import socket
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class ThisProcess:
    """This process as leases name it: `owner` is unique, `started` tells it from a later one with its pid."""

    owner: str
    host: str
    pid: int
    started: str


def this_process() -> ThisProcess:
    """Return the identity of this process."""
    host, pid = socket.gethostname(), os.getpid()
    return ThisProcess(f"{host}:{pid}:{secrets.token_hex(4)}", host, pid, started_at(pid))


def is_alive(pid: int, started: str) -> bool:
    """Return whether the process that had this pid when it started then still runs on this machine.

    Our own pid with another start is a process before us: in a container every start has the same pid.
    """
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return started_at(pid) == started


def started_at(pid: int) -> str:
    """Return when a process started, as the kernel counts it; "" where the system does not tell."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return ""
    # The name in brackets may hold blanks; the start is the 20th word after it (man 5 proc).
    return stat.rpartition(")")[2].split()[19]
