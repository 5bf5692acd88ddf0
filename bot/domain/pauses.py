"""The pause: an admin has the bot handle nothing for a while. What comes in is accepted, and handled afterwards."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Pause:
    """Since when the bot handles nothing, and the address of the admin who wanted it so."""

    since: datetime
    email: str
