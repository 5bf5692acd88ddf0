"""The bot as it is really started, in processes of its own, with the local Webex around them."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from click.testing import CliRunner, Result

from app import cli
from playground.serving import LOOPBACK
from playground.world import World
from tests.staging.deliveries import free_port
from tests.staging.files import order_file
from tests.staging.scenery import Scenery

ROOT = Path(__file__).resolve().parents[2]


class Processes(Scenery):
    """As many processes of `setup-now serve` as are started, on one database; webhooks go to the first one's port.

    The bot knows everybody at example.com, and sends reminders at any hour. `command` starts a process.
    """

    command: Sequence[str] = (sys.executable, str(ROOT / "app.py"), "serve")

    def __init__(self, folder: Path, **settings: str) -> None:
        given = {"ALLOWED_DOMAINS": "example.com", "REMINDER_TIME": "00:00", **settings}
        super().__init__(folder, World(seed=7), webex_threads=32, **given)
        self.port = free_port()
        self.url = f"http://{LOOPBACK}:{self.port}"
        self.processes: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for each in self.processes:
            each.kill()
            each.wait()
        self.strike()

    def start(self, port: int | None = None) -> subprocess.Popen[bytes]:
        """Start a process, on the usual port if no other is given, and wait until it serves."""
        n = len(self.processes)
        process = self.launch(port or self.port)
        self.until(lambda: "serving" in self.log(n) or process.poll() is not None)
        assert process.poll() is None, self.log(n)
        return process

    def launch(self, port: int) -> subprocess.Popen[bytes]:
        """Start a process on a port, and wait for nothing."""
        with self.log_file(len(self.processes)).open("wb") as log:
            process = subprocess.Popen(
                self.command,
                cwd=self.folder,
                env=os.environ | self.environment(self.url) | {"PORT": str(port)},
                stdout=log,
                stderr=log,
            )
        self.processes.append(process)
        return process

    def stop(self) -> None:
        """End every process in order."""
        for each in self.processes:
            each.terminate()
            each.wait()

    def log_file(self, n: int = 0) -> Path:
        """Return where the n-th process writes what it does."""
        return self.folder / f"bot-{n}.log"

    def log(self, n: int = 0) -> str:
        """Return what the n-th process wrote."""
        return self.log_file(n).read_text()

    def run(self, *verb: str, **settings: str) -> Result:
        """Run a verb of the command line on this machine."""
        return CliRunner(env=self.environment(self.url) | settings).invoke(cli, verb)

    def load(self, *rows: str) -> None:
        """Load orders, in the columns of ORDER_COLUMNS."""
        file = self.folder / "orders.csv"
        file.write_bytes(order_file(*rows))
        assert self.run("orders", "import", str(file)).exit_code == 0
