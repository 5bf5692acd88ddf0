"""Lean imports: a library that we use is kept from taking along others, for things that we never ask of it.

What is imported in a process stays in its memory, and each start waits for it.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any


@contextmanager
def without(*names: str) -> Iterator[None]:
    """Let what is imported inside not find these packages, as where they are not installed.

    One that has been imported before is left as it is.
    """
    with _in_place_of(dict.fromkeys(names)):
        yield


@contextmanager
def bare(name: str, **content: Any) -> Iterator[None]:
    """Let what is imported inside find a package that holds nothing but this."""
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
