"""Pauses: an admin has the bot handle nothing for a while, or send no reminders."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Pause:
    """Since when there is a pause, and the address of the admin who wanted it."""

    since: datetime
    email: str
