"""People as Webex knows them, and what each may do here."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What somebody is to the bot. A person can have several roles: a rep can be an admin too.

    ORDER_REP is whoever is named as the representative of an order, for that order; a REP is one for all orders.
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
        """The name that others know them by; the address where there is no name."""
        return self.name or self.email


# The addresses of people about whom everything was erased; this domain will never belong to anybody (RFC 2606).
ERASED_DOMAIN = "erased.invalid"


def is_erased(email: str) -> bool:
    """Return whether an address stands for somebody who was erased."""
    return email.endswith(f"@{ERASED_DOMAIN}")


# The person behind what no person did: what the clock, a file or another system brings.
NOBODY = Person(id="", email="")
