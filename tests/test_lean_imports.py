"""The serving process stays small: what it rarely needs is imported elsewhere, and no library brings others along."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# What is for workbooks, pictures, numbers and traces; and a second client of HTTP that comes with a library of cards.
HEAVY = ("numpy", "pandas", "matplotlib", "PIL", "openpyxl", "aiohttp", "opentelemetry")
LISTED = "import sys, {module}; print(*(name for name in {heavy} if sys.modules.get(name)))"


@pytest.mark.parametrize(
    ("module", "needs"), [("app", set()), ("bot.bootstrap", set()), ("bot.intake.reader", {"openpyxl"})]
)
def test_a_fresh_process_has_nothing_heavy_in_it(module: str, needs: set[str]) -> None:
    program = LISTED.format(module=module, heavy=HEAVY)
    shown = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert set(shown.stdout.split()) == needs


def test_what_was_kept_out_can_be_imported_afterwards() -> None:
    program = "import bot.bootstrap, numpy, aiohttp; print(numpy.arange(3).sum(), aiohttp.ClientSession.__name__)"
    shown = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert shown.stdout == "3 ClientSession\n"
