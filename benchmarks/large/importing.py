"""What it costs to load a file of orders, as an operator does: the command line, in a process of its own."""

import os
import resource
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.beside.contestants import ROOT
from benchmarks.large.files import orders_csv
from tests.staging.settings import environment


def import_seconds(count: int) -> float:
    """Return the seconds of a processor that loading so many orders takes, with all that the process starts."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "orders.csv").write_bytes(orders_csv(count))
        nobody = "http://127.0.0.1:9"
        settings = os.environ | environment(nobody, nobody, folder / "setup-now.db", "R-1")
        before = of_children()
        command = [sys.executable, str(ROOT / "app.py"), "orders", "import", str(folder / "orders.csv")]
        subprocess.run(command, cwd=ROOT, env=settings, check=True, stdout=subprocess.DEVNULL)
        return of_children() - before


def of_children() -> float:
    """Return what processes that have ended took of a processor."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
