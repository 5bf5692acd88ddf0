"""Traces: the way an event takes, from its webhook through its handling to each message it leads to, with the times.

As with logging, one object serves the whole process. Unless somebody wants traces nothing is kept or imported for them.
A span holds kinds, numbers and Webex's own references; never who it was, where, or what was said.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Protocol

Fact = str | int
# The name of Webex's own reference for a call, which its support asks for.
TRACKING = "webex.tracking_id"


class Span(Protocol):
    """One stretch of the way."""

    def note(self, name: str, value: Fact | None) -> None:
        """Keep a fact about it; one that is None or empty is left out."""
        ...


class Sink(Protocol):
    """Where traces go. Contexts are texts, `traceparent` of W3C, so that a trace goes on after a restart."""

    def span(self, name: str, parent: str, facts: dict[str, Fact]) -> AbstractContextManager[Span]:
        """Begin a span under the one that is open in this thread, else under a parent of before, else a new trace."""
        ...

    def current(self) -> str:
        """Return the context of the span that is open in this thread; "" where none is."""
        ...

    def close(self) -> None:
        """Send what is left."""
        ...


class NoTraces:
    """The sink, and the span, of whoever wants no traces."""

    def span(self, name: str, parent: str, facts: dict[str, Fact]) -> AbstractContextManager[Span]:
        return NOTHING

    def current(self) -> str:
        return ""

    def close(self) -> None:
        """There is nothing to send."""

    def note(self, name: str, value: Fact | None) -> None:
        """Keep nothing."""


NOWHERE = NoTraces()
NOTHING: AbstractContextManager[Span] = nullcontext(NOWHERE)


class Tracing:
    """The traces of this process."""

    def __init__(self) -> None:
        self._sink: Sink = NOWHERE

    def go_to(self, sink: Sink) -> Callable[[], None]:
        """Send traces to a sink from now on; return what ends that."""
        self._sink = sink
        return self._end

    def span(self, name: str, parent: str = "", **facts: Fact) -> AbstractContextManager[Span]:
        """Begin a span; it ends with the block, as failed where that raises."""
        return self._sink.span(name, parent, facts)

    def part(self, name: str, **facts: Fact) -> AbstractContextManager[Span]:
        """Begin a span that is told only as part of another."""
        return self._sink.span(name, "", facts) if self._sink.current() else NOTHING

    def current(self) -> str:
        """Return the context of the span that is open in this thread; "" where none is."""
        return self._sink.current()

    def _end(self) -> None:
        self._sink.close()
        self._sink = NOWHERE


traces = Tracing()
