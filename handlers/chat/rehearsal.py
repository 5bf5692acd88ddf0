"""Rehearsing: something is done to see what would come of it, and then undone."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from bot.dispatch.context import Context


class TakenBack(Exception):
    """Ends a rehearsal: everything in it is undone."""


@contextmanager
def rehearsal(ctx: Context) -> Iterator[None]:
    """Undo everything that is done inside, and nothing else of this transaction."""
    with suppress(TakenBack), ctx.uow.savepoint():
        yield
        raise TakenBack
