"""A machine whose file Litestream streams to another place, and which can be lost with its disk."""

import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

import yaml

from bot.verbs.terminal import Replaced
from playground.patience import PATIENCE
from store import fetched
from tests.staging.ports import free_port
from tests.staging.processes import ROOT, Processes

CONFIGURATION = ROOT / "docs" / "deploy" / "litestream.yml"
REPLACED = Replaced.exit_code
LITESTREAM = shutil.which("litestream") or shutil.which("litestream", path=Path(sys.executable).parent)


class Streamed(Processes):
    """A process of the bot on a disk of its own, and Litestream beside it; `elsewhere` is the other disk."""

    def __init__(self, folder: Path, **settings: str) -> None:
        super().__init__(folder, **settings)
        self.disk = folder / "first"
        self.disk.mkdir()
        self.elsewhere = folder / "elsewhere"
        self.database_file = self.disk / "setup-now.db"
        self._streaming: subprocess.Popen[bytes] | None = None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop_streaming(at_once=True)
        super().__exit__(kind, error, trace)

    @property
    def configuration(self) -> Path:
        """What Litestream is told: the file that operators are given, with the two places put in."""
        told = yaml.safe_load(CONFIGURATION.read_text(encoding="utf-8"))
        [database] = told["dbs"]
        database["path"] = str(self.database_file)
        database["replica"]["path"] = str(self.elsewhere)
        written = self.folder / "litestream.yml"
        written.write_text(yaml.safe_dump(told), encoding="utf-8")
        return written

    def stream(self) -> None:
        """Let Litestream stream the file until the machine is lost."""
        assert LITESTREAM
        told = self.folder / "litestream.log"
        with told.open("wb") as log:
            self._streaming = subprocess.Popen(
                [LITESTREAM, "replicate", "-config", str(self.configuration)], stdout=log, stderr=log
            )
        self.until(lambda: "replicating to" in told.read_text() and any(self.elsewhere.rglob("*.ltx")))

    def stop_streaming(self, *, at_once: bool = False) -> None:
        """End Litestream: it streams the rest first, or at once without a word."""
        if self._streaming is not None:
            self._streaming.send_signal(signal.SIGKILL if at_once else signal.SIGTERM)
            self._streaming.wait()
            self._streaming = None

    def lose(self) -> None:
        """Lose the machine: whatever ran on it, and its disk."""
        for each in self.processes:
            each.kill()
        self.stop_streaming(at_once=True)
        for each in self.processes:
            each.join()
        shutil.rmtree(self.disk)

    def stand_beside(self, words: bytes) -> list[str]:
        """Return which files of the database hold some words: itself, and its log."""
        files = self.database_file.parent.glob(f"{self.database_file.name}*")
        return [each.name for each in files if words in each.read_bytes()]

    def has_streamed(self, is_in: Callable[[Path], bool]) -> bool:
        """Return whether something is in what has arrived at the other place."""
        with fetched(str(self.elsewhere), self.folder / "look.db") as copy:
            return is_in(copy)

    def restore(self, source: Path | None = None) -> str:
        """Restore what was kept elsewhere onto a new disk, by Litestream's own file if nothing else is named."""
        self.database_file = self.folder / "second" / "setup-now.db"
        said = self.run("restore", str(source or self.configuration))
        assert said.exit_code == 0, said.output
        return said.output

    def start_in_vain(self) -> None:
        """Start a process that ends by itself, since it may not serve."""
        process = self.launch(free_port())
        process.join(PATIENCE)
        assert process.exitcode == REPLACED, self.log(len(self.processes) - 1)
