"""The bot in processes of its own, with the local Webex around them.

A start takes a second, nearly all of it to load what never changes: so a process is a fork of one that has loaded it.
Those that are `ReallyStarted` begin as operators begin them.
"""

import os
import sys
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from resource import RLIMIT_NOFILE, setrlimit
from types import TracebackType
from typing import Self

from click.testing import CliRunner, Result

from app import cli
from playground.serving import LOOPBACK
from playground.world import World
from tests.staging.files import order_file
from tests.staging.ports import free_port
from tests.staging.scenery import Scenery

ROOT = Path(__file__).resolve().parents[2]
FORKS = get_context("forkserver")
FORKS.set_forkserver_preload(["tests.staging.loaded"])


def serve() -> None:
    """Serve with all that was loaded before."""
    cli(["serve"])


def serve_with_few_handles(few: int) -> None:
    """Serve where the system lets a process have few files and connections open."""
    setrlimit(RLIMIT_NOFILE, (few, few))
    serve()


def serve_really() -> None:
    """Load all, and serve."""
    os.execv(sys.executable, [sys.executable, str(ROOT / "app.py"), "serve"])  # noqa: S606 - our own program


class Processes(Scenery):
    """As many processes of `setup-now serve` as are started, on one database; webhooks go to the first one's port.

    The bot knows everybody at example.com, and sends reminders at any hour. `serving` is what a process does.
    """

    serving = staticmethod(serve)

    def __init__(self, folder: Path, **settings: str) -> None:
        given = {"ALLOWED_DOMAINS": "example.com", "REMINDER_TIME": "00:00", **settings}
        super().__init__(folder, World(seed=7), webex_threads=32, **given)
        self.port = free_port()
        self.url = f"http://{LOOPBACK}:{self.port}"
        self.processes: list[ForkServerProcess] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for each in self.processes:
            each.kill()
            each.join()
        self.strike()

    def start(self, port: int | None = None) -> ForkServerProcess:
        """Start a process, on the usual port if no other is given, and wait until it serves and hears."""
        n = len(self.processes)
        process = self.launch(port or self.port)
        self.until(lambda: ("serving" in self.log(n) and self.has_webhooks()) or not process.is_alive())
        assert process.is_alive(), self.log(n)
        return process

    def launch(self, port: int) -> ForkServerProcess:
        """Start a process on a port, and wait for nothing."""
        log = self.log_file(len(self.processes))
        log.touch()
        environment = os.environ | self.environment(self.url) | {"PORT": str(port)}
        process = FORKS.Process(target=begin, args=(self.serving, self.folder, environment, log), daemon=True)
        process.start()
        self.processes.append(process)
        return process

    def stop(self) -> None:
        """End every process in order."""
        for each in self.processes:
            each.terminate()
            each.join()

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


class ReallyStarted(Processes):
    """Processes that begin as operators begin them."""

    serving = staticmethod(serve_really)


def begin(serve: Callable[[], None], folder: Path, environment: dict[str, str], log: Path) -> None:
    """Be a process of the bot from here on, with a folder, an environment and a log of its own."""
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    with log.open("wb") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    serve()
