"""The reader: the program of the process that reads a file. Content comes in, JSON goes out.

It is over soon, so the garbage collector stays off, as `bot.beginning` leaves it.
"""

import bot.beginning  # noqa: F401, for its effect

import sys

from bot.allowance import MEGABYTE, Allowance
from bot.intake.sandbox import OUTCOME, Kind, cpu_seconds, read_here
from bot.intake.workbooks import file_rows

MOST_MEMORY = 1024 * MEGABYTE
LARGEST_OUTCOME = 128 * MEGABYTE


def allowance(most_rows: int) -> Allowance:
    """Return what reading so many rows may take."""
    return Allowance(MOST_MEMORY, cpu_seconds(most_rows), LARGEST_OUTCOME)


def main(kind: str, filename: str, most_rows: str) -> None:
    """Read the file on standard input."""
    allowance(int(most_rows)).apply()
    outcome = read_here(Kind(kind), sys.stdin.buffer.read(), filename, int(most_rows), file_rows)
    sys.stdout.buffer.write(OUTCOME.dump_json(outcome))


if __name__ == "__main__":
    main(*sys.argv[1:])
