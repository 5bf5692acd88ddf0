"""Rep spaces, as a look at them finds them: whether we are let in, and who is in one without being a representative."""

from dataclasses import asdict, dataclass
from datetime import datetime

from bot.domain import waiting_lines
from bot.domain.events import Envelope
from bot.domain.internal_events.kinds import InternalEvent, kept_as
from bot.language.texts import _


@kept_as("spaces:seen")
@dataclass(frozen=True, slots=True)
class SpaceSeen(InternalEvent):
    """Webex does not let us into a room any more (it is gone, or we were removed from it), or does so again."""

    title = _("a space that was lost or found")

    room_id: str
    is_lost: bool

    def pack(self, now: datetime, why: str) -> Envelope:
        """Return the envelope; `why` makes its key differ from that of what was seen of the room before."""
        return Envelope(
            "spaces", "seen", f"{self.room_id}:{why}", waiting_lines.of_space(self.room_id), asdict(self), now
        )


@kept_as("guests:seen")
@dataclass(frozen=True, slots=True)
class GuestSeen(InternalEvent):
    """Somebody is in a rep space who may not act as a representative."""

    title = _("a guest in a rep space")

    room_id: str
    email: str

    def pack(self, now: datetime) -> Envelope:
        """Return the envelope, which can be accepted once for a person and a room."""
        return Envelope(
            "guests", "seen", f"{self.room_id}:{self.email}", waiting_lines.of_space(self.room_id), asdict(self), now
        )
