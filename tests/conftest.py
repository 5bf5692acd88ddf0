"""The stage for scenarios: the real bot with the real SDK over HTTP against the local Webex, on a standing clock."""

import gc
import os
import sys
from collections.abc import Iterator
from contextlib import chdir
from datetime import UTC, datetime
from pathlib import Path
from shutil import disk_usage, rmtree
from tempfile import mkdtemp

import pytest
from hypothesis import HealthCheck, settings

from bot.settings import Settings
from playground.patience import PATIENCE
from tests.fakes.disk import Disk
from tests.staging.actors import Actor
from tests.staging.databases import furnished_folder
from tests.staging.stage import Stage

MEMORY, ROOM = Path("/dev/shm"), 2**30  # noqa: S108 - a folder of its own is made there

# Compiled once for all: the workers, and every process of the bot that a test starts, would each compile it anew.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# Nobody here is beyond this machine, and no bot is the one of whoever runs the tests.
SETTINGS = {f"{name.upper()}{form}" for name in Settings.model_fields for form in ("", "_FILE")}
for name in [each for each in os.environ if each in SETTINGS or each.lower().endswith("_proxy")]:
    del os.environ[name]

# The same examples each time, however busy the machine is: what fails, fails again. To look for more, there is
# `pytest --hypothesis-profile=hunting`.
ANY_SPEED = [HealthCheck.too_slow]
settings.register_profile("hunting", deadline=None, suppress_health_check=ANY_SPEED)
settings.register_profile("steady", settings.get_profile("hunting"), derandomize=True, database=None)
settings.load_profile("steady")


def pytest_xdist_auto_num_workers() -> int:
    """Return how many run side by side: now and then each waits, for a process that dies or a browser."""
    return 1 + (os.cpu_count() or 1)


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Keep the tests' files in memory where there is room: a commit waits for a disk, and here are very many."""
    is_worker = hasattr(config, "workerinput")
    if not is_worker and config.option.basetemp is None and has_room(MEMORY):
        config.option.basetemp = mkdtemp(prefix="setup-now-tests-", dir=MEMORY)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with those that wait for processes to die: at the end, everybody would wait for them."""
    items.sort(key=lambda item: item.get_closest_marker("crash") is None)


def pytest_collection_finish() -> None:
    """Look for garbage in what tests make, and seldom: not again and again among thousands of tests that stay."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def has_room(folder: Path) -> bool:
    return folder.is_dir() and os.access(folder, os.W_OK) and disk_usage(folder).free > ROOM


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Give the memory back; what a failed test left stays, to be looked at."""
    folder = session.config.option.basetemp
    if folder and Path(folder).parent == MEMORY and not hasattr(session.config, "workerinput") and exitstatus == 0:
        rmtree(folder, ignore_errors=True)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    """The disk under every store that is opened after this."""
    disk = Disk()
    monkeypatch.setattr("store.file.lending.connect", disk.connect)
    return disk


@pytest.fixture(scope="session", autouse=True)
def empty_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Where a command would look for its settings there are none."""
    with chdir(tmp_path_factory.mktemp("empty")):
        yield


@pytest.fixture(scope="session", autouse=True)
def unhurried_painter() -> Iterator[None]:
    """A picture takes a second of a processor that has others to serve."""
    with pytest.MonkeyPatch.context() as bot:
        bot.setattr("bot.operations.charts.PATIENCE", PATIENCE)
        yield


@pytest.fixture(scope="session", autouse=True)
def furnished_demos() -> Iterator[None]:
    """A demo begins with a database that was made once, as all bots here do."""
    with pytest.MonkeyPatch.context() as demo:
        demo.setattr("playground.demo.stage._temporary", furnished_folder)
        yield


@pytest.fixture
def quick_painter(monkeypatch: pytest.MonkeyPatch) -> None:
    """A picture is drawn in no time, and shows nothing."""
    monkeypatch.setattr("bot.operations.charts.PAINTER", "tests.fakes.quick_painter")


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """Monday 2 March 2026, 08:00 UTC: an hour before the reminders of the day."""
    with Stage(tmp_path, datetime(2026, 3, 2, 8, 0, tzinfo=UTC)) as stage:
        yield stage


@pytest.fixture
def ann(stage: Stage) -> Actor:
    """The provisioning contact at the partner Northwind."""
    return stage.person("ann@northwind.example.com", "Ann Archer")


@pytest.fixture
def omar(stage: Stage) -> Actor:
    """Ann's colleague."""
    return stage.person("omar@northwind.example.com", "Omar Odeh")


@pytest.fixture
def carla(stage: Stage) -> Actor:
    """The IT administrator at the customer Contoso."""
    return stage.person("carla@contoso.example.com", "Carla Cruz")


@pytest.fixture
def rita(stage: Stage) -> Actor:
    """A Cisco representative, in the rep space."""
    return stage.rep("rita@cisco.example.com", "Rita Rep")


@pytest.fixture
def ada(stage: Stage) -> Actor:
    """The admin."""
    return stage.person("ada@cisco.example.com", "Ada Admin")


@pytest.fixture
def zoe(stage: Stage) -> Actor:
    """A stranger who found the bot."""
    return stage.person("zoe@elsewhere.example.org", "Zoe Zero")
