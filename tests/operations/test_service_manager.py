"""systemd hears when the bot serves, that it is alive, and when it stops."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.operations.service_manager import UNWATCHED_SECONDS, ServiceManager
from playground.patience import PATIENCE
from tests.logged import everything_logged, logged_by
from tests.staging.processes import ReallyStarted


@pytest.fixture
def systemd(tmp_path: Path) -> Iterator[socket.socket]:
    """The socket at which a service manager listens."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(str(tmp_path / "notify"))
        listening.settimeout(PATIENCE)
        yield listening


def test_a_real_process_says_when_it_serves_that_it_lives_and_that_it_stops(
    tmp_path: Path, systemd: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NOTIFY_SOCKET", systemd.getsockname())
    monkeypatch.setenv("WATCHDOG_USEC", "100000")
    with ReallyStarted(tmp_path) as bots:
        process = bots.start()
        assert systemd.recv(100) == b"READY=1"
        assert systemd.recv(100) == b"WATCHDOG=1"
        process.terminate()
        while (said := systemd.recv(100)) == b"WATCHDOG=1":
            pass
        assert said == b"STOPPING=1"
        process.join(PATIENCE)
        assert process.exitcode == 0


def test_a_socket_that_stands_in_no_folder_is_told_too_and_half_the_time_is_ours() -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind("")  # the kernel gives it a name that begins with a zero byte
        name = "@" + listening.getsockname()[1:].decode()
        manager = ServiceManager.of({"NOTIFY_SOCKET": name, "WATCHDOG_USEC": "60000000"})
        manager.ready()
        assert listening.recv(100) == b"READY=1"
    assert manager.seconds == 30


def test_without_one_or_with_one_that_is_gone_the_bot_goes_on(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    nobody = ServiceManager.of({"WATCHDOG_USEC": "soon"})
    nobody.ready()
    assert nobody.seconds == UNWATCHED_SECONDS
    assert not logged_by("bot.operations.service_manager", caplog)
    ServiceManager(str(tmp_path / "gone")).alive()
    assert "cannot be told" in everything_logged(caplog)
