"""Letters: mails that are owed to people who cannot be reached on Webex."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail that is owed to somebody. `message_id` stays the same however often it is tried."""

    message_id: str
    email: str
    subject: str
    text: str
    language: str
    order: str
    id: int = 0
    attempts: int = 0
    created_at: datetime | None = None
