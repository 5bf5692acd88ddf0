"""Where the bot cannot listen, whoever starts it is told so in words."""

from pathlib import Path

import pytest

from bot.errors import CannotListen
from bot.http.server import serve
from playground.serving import LOOPBACK, take_port

# 192.0.2.0/24 is for documents: no machine has such an address.
NOT_OURS = "192.0.2.1"
NOBODYS = "no such name"


def test_a_port_that_is_taken_and_an_address_that_is_not_ours_are_named() -> None:
    with take_port() as taken:
        port, before = taken.getsockname()[1], open_files()
        for host in (LOOPBACK, NOT_OURS, NOBODYS):
            with pytest.raises(CannotListen, match=f"cannot listen at {host}, port {port}: [^.]*\\. Look"):
                serve(lambda *_: [], host, port, largest_body=lambda _path: 0)
        assert open_files() <= before, "another may have closed one meanwhile"


def open_files() -> set[str]:
    return {each.name for each in Path("/proc/self/fd").iterdir()}
