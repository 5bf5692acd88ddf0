"""`--help` is read on a terminal of eighty columns: each verb on one line, and none of them cut."""

from collections.abc import Iterator
from importlib.metadata import version

import click
import pytest
from click.testing import CliRunner

from app import cli
from playground.verbs import VERBS

COLUMNS = 80


def everything() -> click.Group:
    return click.Group("setup-now", commands={**cli.commands, **{str(each.name): each for each in VERBS}})


def groups(group: click.Group, *path: str) -> Iterator[list[str]]:
    yield list(path)
    for name, each in group.commands.items():
        if isinstance(each, click.Group):
            yield from groups(each, *path, name)


@pytest.mark.parametrize("path", list(groups(everything())), ids=lambda path: " ".join(path) or "all verbs")
def test_each_verb_is_one_whole_line(path: list[str]) -> None:
    said = CliRunner().invoke(everything(), [*path, "--help"], terminal_width=COLUMNS).output
    lines = said.partition("Commands:\n")[2].splitlines()
    assert lines
    assert [line for line in lines if line.endswith("...") or not line[2:3].strip()] == []
    assert max(map(len, said.splitlines())) <= COLUMNS


def test_it_says_which_version_it_is() -> None:
    said = CliRunner().invoke(cli, ["--version"]).output
    assert said == f"setup-now {version('setup-now')}\n"
