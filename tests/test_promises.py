"""Every promise and every threat that the documents name has a test that exists."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("docs/guarantees.md", "docs/threats.md")
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def rows(page: str) -> list[str]:
    """Return the rows of the tables of a page, without their heads."""
    lines = (ROOT / page).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.startswith("|") and not re.match(r"\|[ -]*(what|threat|-+)[ -]*\|", line)]


def names_in(path: str) -> set[str]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("page", PAGES)
def test_each_row_names_a_test(page: str) -> None:
    assert len(rows(page)) > 10
    assert [row for row in rows(page) if not NAMED.search(row)] == []


@pytest.mark.parametrize("page", PAGES)
def test_each_named_test_exists(page: str) -> None:
    named = NAMED.findall((ROOT / page).read_text(encoding="utf-8"))
    assert [f"{path}::{name}" for path, name in named if name not in names_in(path)] == []


def test_each_promise_of_the_seven_has_its_chapter() -> None:
    chapters = re.findall(r"^## (\d)\.", (ROOT / "docs/guarantees.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert chapters == list("123456789")
