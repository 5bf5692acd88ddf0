"""The kinds of internal events, and the names under which the inbox keeps them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, Self, TypeVar

from bot.domain.events import Envelope


@dataclass(frozen=True, slots=True)
class InternalEvent:
    """Something that happened here, so that Webex's clock says nothing of it.

    `title` says to an admin what it is, where it could not be handled.

    What `pack` writes may be read by a later version: rows of the inbox outlive an update.
    """

    title: ClassVar[str] = ""
    happened_at: ClassVar[None] = None

    @classmethod
    def unpack(cls, envelope: Envelope) -> Self:
        """Return the event that was packed."""
        return cls(**envelope.data)


Kind = TypeVar("Kind", bound=type[InternalEvent])


# By the name under which an envelope of it is kept.
KINDS: dict[str, type[InternalEvent]] = {}


def kept_as(*names: str) -> Callable[[Kind], Kind]:
    """Declare how the inbox names events of a class: "resource:event", or the resource alone whatever the event."""

    def register(kind: Kind) -> Kind:
        KINDS.update(dict.fromkeys(names, kind))
        return kind

    return register


def unpacked(envelope: Envelope) -> InternalEvent | None:
    """Return the internal event in an envelope; None for one that Webex has to open."""
    kind = KINDS.get(envelope.kind) or KINDS.get(envelope.resource)
    return kind.unpack(envelope) if kind else None


def titles() -> dict[str, str]:
    """Return what each resource of the inbox is called whose events are of our own making."""
    return {name.partition(":")[0]: kind.title for name, kind in KINDS.items()}
