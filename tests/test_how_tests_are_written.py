"""Tests are written alike: they go through public doors, mock nothing, and read only what they are about."""

import ast
from collections.abc import Iterator

import pytest

from tests.house_rules import Rule, hold, python_files
from tests.source import read
from tests.tables import each_row


def mocks(path: str, source: str) -> Iterator[str]:
    """Say where a test puts a mock in the place of something real."""
    for each in read(path, source).imports:
        if each.name == "mock" or each.name.startswith(("mock.", "unittest.mock")):
            yield (
                f"{path}:{each.line} imports {each.name}."
                f" Let the test talk to the playground's Webex and a real store, or write a small fake."
            )


# The process that a test forks ends at once, and webexteamssdk has no public way to its connections.
PRIVATE_ELSEWHERE = {"api._session", "api._session._req_session", "os._exit"}


def reaches_inside(path: str, source: str) -> Iterator[str]:
    """Say where a test takes hold of something private: it would fail when only the way a thing is done changes."""
    for node in ast.walk(ast.parse(source, path)):
        if not isinstance(node, ast.Attribute) or not node.attr.startswith("_") or node.attr.endswith("__"):
            continue
        if ast.unparse(node.value) not in {"self", "cls"} and ast.unparse(node) not in PRIVATE_ELSEWHERE:
            yield f"{path}:{node.lineno} reaches for {ast.unparse(node)}. Go through a public door, or hand it in."


def everybodys_lines(path: str, source: str) -> Iterator[str]:
    """Say where a test reads the log of the whole process, in which others speak whenever they like."""
    for name, line in read(path, source).uses:
        if name in {"caplog.records", "caplog.text", "caplog.messages"}:
            yield f"{path}:{line} reads {name}. Ask tests.logged for the lines of the part that it is about."


@each_row("path", python_files("tests"))
def test_nothing_is_mocked(path: str) -> None:
    hold(mocks, path)


@each_row("path", python_files("tests"))
def test_tests_go_through_public_doors(path: str) -> None:
    hold(reaches_inside, path)


@each_row("path", [each for each in python_files("tests") if each != "tests/logged.py"])
def test_tests_read_the_lines_that_they_are_about(path: str) -> None:
    hold(everybodys_lines, path)


@pytest.mark.parametrize(
    ("rule", "path", "source"),
    [
        (mocks, "tests/test_relay.py", "from unittest import mock"),
        (mocks, "tests/test_relay.py", "from unittest.mock import patch"),
        (reaches_inside, "tests/test_relay.py", "relay._unfinished.append(1)"),
        (reaches_inside, "tests/test_relay.py", "stage.bot.store._resting"),
        (everybodys_lines, "tests/test_relay.py", "assert not caplog.records"),
    ],
)
def test_a_breach_is_seen(rule: Rule, path: str, source: str) -> None:
    assert list(rule(path, source))


def test_what_is_allowed_passes() -> None:
    assert not list(reaches_inside("tests/fakes/webex.py", "self._budget.spend()\nself.__class__\nos._exit(0)"))
