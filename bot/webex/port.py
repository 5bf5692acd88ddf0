"""The port to Webex: what the bot needs of it. `bot.webex` is the door to the real SDK."""

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import datetime
from typing import Protocol

from bot.domain.events import Attached, Envelope, Event
from bot.domain.outages import DirectRoom
from bot.domain.outgoing import Address, Message, Posted, Said
from bot.domain.people import Person
from bot.domain.webhooks import Webhook

# Returns the person with an id at Webex where we have met them, so that they need not be looked up.
Known = Callable[[str], Person | None]


class Webex(Protocol):
    """Webex as this bot uses it.

    Every call may raise Unreachable (try again), Uncertain (may have happened), RateLimited, TokenRefused or Rejected.
    """

    def me(self) -> Person:
        """Return the bot itself."""
        ...

    def now(self) -> datetime | None:
        """Return the present moment by Webex's clock; None where its answer does not tell."""
        ...

    def open(self, envelope: Envelope, known: Known) -> Event:
        """Fetch what an envelope is about. Who did it, and where, is taken from what was fetched.

        Raises NotReadableYet while the content cannot be read, and Contradicted where the envelope differs from it.
        """
        ...

    def download(self, address: str, largest: int) -> Attached:
        """Fetch a file that came with a message. Raises Rejected (413) for one of more than `largest` bytes."""
        ...

    def post(self, address: Address, message: Message, parent_id: str = "") -> Posted: ...

    def edit(self, message_id: str, room_id: str, message: Message) -> None: ...

    def delete(self, message_id: str) -> None: ...

    def find_own(
        self,
        address: Address,
        message: Message,
        since: datetime,
        *,
        others: Collection[str] = (),
        told: Iterable[str] = (),
    ) -> Posted | None:
        """Return our message since a moment with this text and these buttons: did an uncertain post arrive?

        `others` are ids of messages known to be other posts; `told` are ids of messages that webhooks told of.
        """
        ...

    def said_to(self, email: str, since: datetime) -> list[Said]:
        """Return our own messages in somebody's direct chat since a moment, the newest first."""
        ...

    def members(self, room_id: str) -> list[Person]: ...

    def title(self, room_id: str) -> str: ...

    def webhooks(self) -> list[Webhook]: ...

    def create_webhook(self, webhook: Webhook) -> None: ...

    def update_webhook(self, webhook: Webhook) -> None: ...

    def direct_rooms(self) -> Iterator[list[DirectRoom]]:
        """Yield the direct rooms we are in, a page for each call, those with the latest activity first."""
        ...

    def direct_messages_since(self, room_id: str, since: datetime, now: datetime) -> list[Envelope]:
        """Return the other's messages since a moment as the envelopes that webhooks would have sent, oldest first."""
        ...

    def mentions_since(self, room_id: str, since: datetime, now: datetime) -> list[Envelope]:
        """Return what webhooks would have told of what was written to us in a group room since then, oldest first."""
        ...
