"""Every promise and every threat that the documents name has a test that exists."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("docs/guarantees.md", "docs/threats.md")
NAMED = re.compile(r'\]\(\.\./(tests/[\w/]+\.py) "(test_\w+)"\)')
# A promise is a line of a list and a link; a threat is a row of a table, below its head.
ROW = re.compile(r"(?m)^(?:- \[|\| (?!threat)).+$")


def rows(page: str) -> list[str]:
    """Return what a page promises, or the threats that it names."""
    return ROW.findall((ROOT / page).read_text(encoding="utf-8"))


def names_in(path: str) -> set[str]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("page", PAGES)
def test_each_row_names_a_test(page: str) -> None:
    assert len(rows(page)) > 80
    assert [row for row in rows(page) if not NAMED.search(row)] == []


@pytest.mark.parametrize("page", PAGES)
def test_each_named_test_exists(page: str) -> None:
    named = NAMED.findall((ROOT / page).read_text(encoding="utf-8"))
    assert [f"{path}::{name}" for path, name in named if name not in names_in(path)] == []


def test_each_promise_of_the_seven_has_its_chapter() -> None:
    chapters = re.findall(r"^## (\d)\.", (ROOT / "docs/guarantees.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert chapters == list("123456789")
