"""Rules of the house: each reads one file, and says what in it is not as agreed, with the way out."""

from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

Rule = Callable[[str, str], Iterator[str]]


def python_files(*folders: str) -> list[str]:
    """List the modules of some folders, as paths from the repository's root."""
    return sorted(str(path.relative_to(ROOT)) for folder in folders for path in (ROOT / folder).rglob("*.py"))


def hold(rule: Rule, path: str) -> None:
    """Fail with every breach of a rule in one file, each with its line and its way out."""
    breaches = list(rule(path, (ROOT / path).read_text(encoding="utf-8")))
    if breaches:
        raise AssertionError("\n".join(breaches))
