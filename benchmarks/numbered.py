"""Messages with a number of their own, by which an answer is known to be the one to it."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from playground.world import World

FIRST = 7_000_000
NUMBER = re.compile(r"\b7\d{6}\b")


def numbers_in(chat: Iterable[str]) -> list[int]:
    """Return the numbers that were said, in their order."""
    return [int(each) for words in chat for each in NUMBER.findall(words)]


@contextmanager
def unheard(world: World) -> Iterator[None]:
    """Let no bot be told of what is said meanwhile."""
    world.faults.drop_share = 1.0
    yield
    world.settle()
    world.faults.drop_share = 0.0
