"""Lean imports: a library that we use is kept from importing others that it needs only for what we never ask of it.

A module stays in memory as long as the process, and each start waits until it is imported.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any


@contextmanager
def without(*names: str) -> Iterator[None]:
    """Hide these packages from what is imported inside, as if they were not installed.

    A package that has been imported before is left as it is.
    """
    with _in_place_of(dict.fromkeys(names)):
        yield


@contextmanager
def bare(name: str, **content: Any) -> Iterator[None]:
    """Give what is imported inside a package of this name that holds nothing but this content."""
    empty = ModuleType(name)
    empty.__dict__.update(content)
    with _in_place_of({name: empty}):
        yield


@contextmanager
def _in_place_of(modules: dict[str, Any]) -> Iterator[None]:
    new = {name: module for name, module in modules.items() if name not in sys.modules}
    sys.modules.update(new)
    try:
        yield
    finally:
        for name in new:
            del sys.modules[name]
