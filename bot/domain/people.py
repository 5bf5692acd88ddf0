"""People as Webex knows them, and what each may do here."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What somebody is to the bot. A person can be several: a rep can be an admin too.

    ORDER_REP is who is named on an order as its representative, for that order; every REP is that for all.
    """

    MEMBER = "member"
    ORDER_REP = "order rep"
    REP = "rep"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on Webex. Compared by `id`; found on orders by `email` (lower case). `zone` is "" until they choose."""

    id: str
    email: str
    name: str = ""
    is_bot: bool = False
    language: str | None = None
    room_id: str | None = None
    wants_reminders: bool = True
    zone: str = ""

    @property
    def called(self) -> str:
        """How to speak of this person: the name, else the address."""
        return self.name or self.email


# The addresses of people of whom everything was erased; this domain belongs to nobody, ever (RFC 2606).
ERASED_DOMAIN = "erased.invalid"


def is_erased(email: str) -> bool:
    """Return whether an address stands for somebody who was erased."""
    return email.endswith(f"@{ERASED_DOMAIN}")


# Who caused what nobody caused: what the clock, a file or another system brings.
NOBODY = Person(id="", email="")
