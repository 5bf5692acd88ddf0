"""Allowances: how much of the machine a process may take that does one piece of work apart from the bot."""

import resource
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

MEGABYTE = 2**20


@dataclass(frozen=True, slots=True)
class Allowance:
    """How much a process may take: bytes of memory, seconds of a processor, and bytes of a file that it writes."""

    memory: int
    cpu_seconds: int
    largest_file: int

    @property
    def limits(self) -> Mapping[int, int]:
        """The same in the system's terms. However the process ends, it leaves no memory in a file."""
        return {
            resource.RLIMIT_AS: self.memory,
            resource.RLIMIT_CPU: self.cpu_seconds,
            resource.RLIMIT_FSIZE: self.largest_file,
            resource.RLIMIT_CORE: 0,
        }

    def apply(self) -> None:
        """Limit this process to it from here on, as far as the system can."""
        for kind, most in self.limits.items():
            with suppress(ValueError, OSError):
                resource.setrlimit(kind, (most, most))
