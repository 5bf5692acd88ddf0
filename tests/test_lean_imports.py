"""The serving process stays small: what it rarely needs is imported elsewhere, and no library brings others along."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# What is for workbooks, pictures, numbers and traces; and a second client of HTTP that comes with a library of cards.
HEAVY = ("numpy", "pandas", "matplotlib", "PIL", "openpyxl", "aiohttp", "opentelemetry")
LISTED = "import sys, {module}; print(*(name for name in {heavy} if sys.modules.get(name)))"
AFTERWARDS = "import numpy, aiohttp; print(numpy.arange(3).sum(), aiohttp.ClientSession.__name__)"


def said_by(program: str) -> list[str]:
    """Return the lines that a program says in a process of its own."""
    shown = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    return shown.stdout.splitlines()


def test_a_fresh_process_has_nothing_heavy_in_it_and_what_was_kept_out_can_be_imported_afterwards() -> None:
    """The command line and the whole bot are one program."""
    program = LISTED.format(module="app, bot.bootstrap", heavy=HEAVY)
    assert said_by(f"{program}; {AFTERWARDS}") == ["", "3 ClientSession"]


def test_what_reads_files_brings_the_one_library_that_it_needs() -> None:
    assert said_by(LISTED.format(module="bot.intake.reader", heavy=HEAVY)) == ["openpyxl"]
