"""The reader: the program of the process that reads a file. Content comes in, JSON goes out."""

import resource
import sys
from contextlib import suppress

from bot.intake.apart import OUTCOME, Kind, cpu_seconds, read_here
from bot.intake.sheets import MEGABYTE
from bot.intake.workbooks import file_rows

MOST_MEMORY = 1024 * MEGABYTE
LARGEST_OUTCOME = 128 * MEGABYTE


def limit_this_process(most_rows: int) -> None:
    """Take no more from here on, as far as the system keeps account of it."""
    limits = {
        resource.RLIMIT_AS: MOST_MEMORY,
        resource.RLIMIT_CPU: cpu_seconds(most_rows),
        resource.RLIMIT_FSIZE: LARGEST_OUTCOME,
        resource.RLIMIT_CORE: 0,
    }
    for kind, most in limits.items():
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))


def main(kind: str, filename: str, most_rows: str) -> None:
    """Read the file on standard input."""
    limit_this_process(int(most_rows))
    outcome = read_here(Kind(kind), sys.stdin.buffer.read(), filename, int(most_rows), file_rows)
    sys.stdout.buffer.write(OUTCOME.dump_json(outcome))


if __name__ == "__main__":
    main(*sys.argv[1:])
