"""Logs: one line an event, in UTC, with facts and without secrets."""

import io
import json
import logging
import warnings
from collections.abc import Callable, Iterator
from typing import Literal

import pytest

from bot.logs import configure_logging

SECRETS = ["NjYxZGNl_bot-token", 'quoted"ünd\\secret']
log = logging.getLogger("bot.test")


@pytest.fixture
def written() -> Iterator[Callable[[Literal["text", "json"]], io.StringIO]]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level

    def start(style: Literal["text", "json"]) -> io.StringIO:
        stream = io.StringIO()
        configure_logging(style, SECRETS, stream)
        return stream

    yield start
    logging.captureWarnings(capture=False)
    root.handlers[:], root.level = handlers, level


Start = Callable[[Literal["text", "json"]], io.StringIO]


def test_a_line_has_its_time_and_its_facts(written: Start) -> None:
    stream = written("text")
    log.info("event handled", extra={"action": "event_handled", "key": "messages:created:m1", "ms": 12, "why": "a b"})
    line = stream.getvalue()
    assert line.count("\n") == 1
    assert line[10] == "T"
    assert line[23] == "Z"
    assert line.endswith('bot.test: event handled action=event_handled key=messages:created:m1 ms=12 why="a b"\n')


def test_json_has_the_same(written: Start) -> None:
    stream = written("json")
    log.warning("event given up", extra={"action": "event_given_up", "person": "مريم", "cause": ValueError("x")})
    line = json.loads(stream.getvalue())
    assert line.pop("time").endswith("Z")
    assert line == {
        "level": "WARNING",
        "logger": "bot.test",
        "event": "event given up",
        "action": "event_given_up",
        "person": "مريم",
        "cause": "x",
    }


def fail(why: str) -> None:
    raise RuntimeError(why)


@pytest.mark.parametrize("style", ["text", "json"])
def test_an_error_stays_on_one_line_with_its_trace(written: Start, style: Literal["text", "json"]) -> None:
    stream = written(style)
    try:
        fail("first\nsecond")
    except RuntimeError:
        log.exception("work\nfailed")
    assert stream.getvalue().count("\n") == 1
    assert "Traceback" in stream.getvalue()


@pytest.mark.parametrize("style", ["text", "json"])
@pytest.mark.parametrize("secret", SECRETS)
def test_no_secret_is_written_wherever_it_stands(written: Start, style: Literal["text", "json"], secret: str) -> None:
    stream = written(style)
    try:
        fail(f"Authorization: Bearer abc.def-ghi, authorization: bearer abc.def-jkl, {secret}")
    except RuntimeError:
        log.exception("failed with %s", secret, extra={"fact": secret, "facts": [secret], "more": {"a": secret}})
    line = stream.getvalue()
    assert "bot-token" not in line
    assert "ünd" not in line
    assert "u00fcnd" not in line
    assert "abc.def" not in line
    assert "[hidden]" in line


def test_warnings_of_libraries_are_logged_and_their_chatter_is_not(written: Start) -> None:
    stream = written("text")
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(capture=True)
        warnings.warn("this will change", stacklevel=1)
    logging.getLogger("webexteamssdk.restsession").info("User-Agent: ...")
    logging.getLogger("apscheduler.scheduler").warning("Execution of job skipped")
    assert "this will change" in stream.getvalue()
    assert "skipped" not in stream.getvalue(), "a beat that takes long says by itself why"
    assert "User-Agent" not in stream.getvalue()


def test_it_is_set_up_once_however_often_it_is_called(written: Start) -> None:
    first, second = written("text"), written("json")
    log.info("once")
    assert first.getvalue() == ""
    assert second.getvalue().count("once") == 1


@pytest.mark.parametrize("style", ["text", "json"])
def test_nothing_in_a_line_steers_a_terminal_ends_it_or_cannot_be_written(
    written: Start, style: Literal["text", "json"]
) -> None:
    stream = written(style)
    unseen = "a\x1b[2J\x9b2J\r\n\u2028\x85\u202eb\U000e0041\ud800"
    log.warning("refused", extra={"cause": unseen, "spot": "a\x9b2J\u202eb"})
    line = stream.getvalue()
    assert len(line.splitlines()) == 1
    assert all(letter.isprintable() for letter in line.rstrip("\n"))
    assert line.isascii()
