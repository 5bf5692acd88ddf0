"""Whoever reaches the address and says nothing, too little, too slowly or too much: nobody else waits for it."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from http.client import HTTPConnection
from pathlib import Path

import pytest
import requests
from waitress.adjustments import Adjustments

from bot.http.connections import Request
from bot.http.deliveries import LARGEST_DELIVERY
from bot.http.handles import MOST_CONNECTIONS
from bot.http.server import LARGEST_LEFTOVER, Room
from playground.patience import PATIENCE
from playground.serving import LOOPBACK
from tests.staging.besieged import Besieged
from tests.staging.deliveries import connections, delivery, is_closed, say, signed_head
from tests.staging.processes import serve_with_few_handles

MEBIBYTE = 1024 * 1024
ROOM = Room(MOST_CONNECTIONS)
FEW_HANDLES = 100


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Besieged]:
    with Besieged(tmp_path_factory.mktemp("bot"), INTAKE_TOKEN="an-intake-token") as bot:
        yield bot


@pytest.mark.parametrize("count", [200, ROOM.busy + 232])
def test_nobody_waits_for_connections_that_say_nothing(bot: Besieged, count: int) -> None:
    with connections(bot.port, count):
        assert [bot.hears_of(f"beside-{count}-silent-{n}") for n in range(5)] == [204] * 5


def test_nobody_waits_for_connections_that_drip(bot: Besieged) -> None:
    with connections(bot.port, 300) as lines:
        say(lines, b"POST /webhooks/webex HTTP/1.1\r\nHost: x\r\n")
        for n, letter in enumerate(b"X-Slow: abc"):
            say(lines, bytes([letter]))
            assert bot.hears_of(f"beside-dripping-{n}") == 204


def test_nobody_waits_for_bodies_that_do_not_come(bot: Besieged) -> None:
    with connections(bot.port, 300) as lines:
        say(lines, signed_head(b"", Content_Length="1000") + b"{")
        assert [bot.hears_of(f"beside-missing-bodies-{n}") for n in range(5)] == [204] * 5


def test_nobody_waits_for_those_who_were_served_and_stay(bot: Besieged) -> None:
    with connections(bot.port, ROOM.busy) as lines:
        say(lines, b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        assert [bot.hears_of(f"beside-staying-{n}") for n in range(5)] == [204] * 5


def test_whoever_was_acknowledged_goes_on_over_the_same_connection(bot: Besieged) -> None:
    with closing(HTTPConnection(LOOPBACK, bot.port, PATIENCE)) as webex:
        for n in range(3):
            given = delivery("messages", f"beside-the-others-{n}", "a-person", "a-room")
            webex.request("POST", "/webhooks/webex", given["data"], given["headers"])
            kept = webex.sock
            answer = webex.getresponse()
            assert (answer.status, answer.read()) == (204, b"")
            assert webex.sock is kept
        webex.request("POST", "/webhooks/webex", given["data"], given["headers"] | {"Connection": "close"})
        assert webex.getresponse().headers["Connection"] == "close"


def test_one_address_cannot_have_all_connections(bot: Besieged) -> None:
    other = HTTPConnection(LOOPBACK, bot.port, PATIENCE, ("127.0.0.2", 0))
    other.request("GET", "/healthz")
    other.getresponse().read()
    kept = other.sock
    with connections(bot.port, ROOM.busy, "127.0.0.3") as lines:
        say(lines, b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        assert bot.hears_of("beside-one-address") == 204
        bot.until(lambda: bot.open_connections() <= ROOM.of_one + 20)
    other.request("GET", "/healthz")
    assert other.getresponse().status == 200
    assert other.sock is kept, "an older one of another address is not closed for them"
    other.close()


def test_nobody_waits_for_those_who_do_not_read_their_answers(bot: Besieged) -> None:
    many = b"GET /password/made-up HTTP/1.1\r\nHost: x\r\n\r\n" * 150
    with connections(bot.port, ROOM.busy, "127.0.0.4") as lines:
        say(lines, many)
        assert [bot.hears_of(f"beside-deaf-ones-{n}") for n in range(5)] == [204] * 5


def test_what_comes_too_slowly_is_given_up(bot: Besieged) -> None:
    with connections(bot.port, 3) as lines:
        say(lines[1:2], b"GET /healthz HTTP/1.1\r\nHost: ")
        say(lines[2:3], signed_head(b"", Content_Length="1000") + b"{")
        assert all(map(is_closed, lines))


@pytest.mark.parametrize(
    ("path", "more"),
    [
        ("/webhooks/webex", {"data": b" " * (LARGEST_DELIVERY + 1)}),
        ("/webhooks/webex", {"data": iter([b" " * LARGEST_DELIVERY, b" "])}),
        ("/webhooks/webex", {"data": b" " * (LARGEST_LEFTOVER - 1)}),
        ("/api/orders", {"data": b" " * 300_000, "headers": {"Authorization": "Bearer an-intake-token"}}),
    ],
    ids=["a byte too long", "in chunks", "much too long", "an order"],
)
def test_a_body_that_is_too_long_is_refused_in_our_words(bot: Besieged, path: str, more: dict[str, object]) -> None:
    given = {"headers": {}, **more}
    given["headers"] |= {"Content-Type": "application/json"}  # type: ignore[operator]
    answer = requests.post(bot.url + path, **given, timeout=PATIENCE)  # type: ignore[arg-type]
    assert answer.status_code == 413
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.json()


def test_who_asks_whether_to_send_too_much_is_told_not_to(bot: Besieged) -> None:
    with connections(bot.port, 1) as (line,):
        line.sendall(signed_head(b"", Content_Length=str(LARGEST_DELIVERY + 1), Expect="100-continue"))
        with line.makefile("rb") as heard:
            assert heard.read().startswith(b"HTTP/1.1 413 ")


@pytest.mark.parametrize("length", ["399000000", None], ids=["with its length", "in chunks"])
def test_a_huge_body_fills_neither_disk_nor_memory(bot: Besieged, length: str | None) -> None:
    before, chunk = bot.peak_memory(), b"x" * 65536
    framed = chunk if length else b"10000\r\n" + chunk + b"\r\n"
    kind = {"Content_Length": length} if length else {"Transfer_Encoding": "chunked"}
    with connections(bot.port, 20) as lines:
        say(lines, signed_head(b"", **kind))
        for _ in range(40):
            say(lines, framed)
            assert not bot.keeps_a_temporary_file()
    assert bot.peak_memory() - before < 20 * MEBIBYTE
    assert bot.hears_of(f"after-a-huge-body-{length}") == 204


def test_nothing_can_follow_a_body_that_was_left(bot: Besieged) -> None:
    smuggled = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
    with connections(bot.port, 1) as (line,):
        line.sendall(signed_head(b"", Content_Length=str(2 * LARGEST_LEFTOVER)) + smuggled * 100)
        heard = line.makefile("rb").read(2**16)
    assert heard.startswith(b"HTTP/1.1 413 ")
    assert b"alive" not in heard


@pytest.mark.parametrize("version", [b"HTTP/1.1", b"HTTP/1.0"])
def test_whoever_tells_a_length_in_two_ways_smuggles_nothing(bot: Besieged, version: bytes) -> None:
    """A proxy that goes by the one would see a single request, and a server that goes by the other two."""
    smuggled = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
    head = signed_head(b"", Content_Length=str(5 + len(smuggled)), Transfer_Encoding="chunked", Connection="keep-alive")
    with connections(bot.port, 1) as (line,):
        line.sendall(head.replace(b"HTTP/1.1", version) + b"0\r\n\r\n" + smuggled)
        heard = line.makefile("rb").read(2**16)
    assert b" 400 Bad Request" in heard.partition(b"\r\n")[0]
    assert b"alive" not in heard


def test_where_whoever_sent_what_cannot_be_read_has_gone_the_log_has_something_to_name() -> None:
    request = Request(Adjustments(), lambda _path: LARGEST_DELIVERY)
    request.received(b"this is no request\r\n\r\n")
    assert request.error is not None
    assert request.path == ""


def test_while_another_process_locks_the_database_webex_is_told_so_in_time_and_the_bot_lives(bot: Besieged) -> None:
    crowd = 40
    with closing(sqlite3.connect(bot.database_file, isolation_level=None)) as other, ThreadPoolExecutor(crowd) as pool:
        other.execute("BEGIN IMMEDIATE")
        told = [pool.submit(bot.hears_of, f"while-locked-{n}") for n in range(crowd)]
        assert requests.get(f"{bot.url}/healthz", timeout=PATIENCE).status_code == 200
        assert not all(each.done() for each in told), "whether it lives is answered before them, and waits for nothing"
        assert [each.result() for each in told] == [503] * crowd
    assert bot.hears_of("after-the-lock") == 204


class Poor(Besieged):
    """A bot that its system lets have few files and connections open."""

    serving = staticmethod(partial(serve_with_few_handles, FEW_HANDLES))


def test_where_the_system_gives_few_handles_nobody_waits_for_idle_connections(tmp_path: Path) -> None:
    with Poor(tmp_path) as bot, connections(bot.port, 4 * FEW_HANDLES) as lines:
        say(lines, b"POST /webhooks")
        assert [bot.hears_of(f"beside-idle-{n}") for n in range(3)] == [204] * 3
        bot.until(lambda: bot.open_connections() <= FEW_HANDLES // 2 + 20)
        assert "help" in bot.answers_to(bot.world.person("ann@example.com"), "help")
        assert "cannot be used" not in bot.log()


def test_a_stop_ends_it_whoever_is_connected(tmp_path: Path) -> None:
    with Besieged(tmp_path) as bot, connections(bot.port, 50) as lines:
        say(lines, b"GET /healthz HTTP/1.1\r\n")
    assert "action=stopping" in bot.log()
