"""Claim codes and links to the password page: secrets that work once and for a while.

Each is stored by its SHA-256, so that nobody who reads the database can use one.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from bot.language.addresses import normal_email
from store.codec import read
from store.table import Table


@dataclass(frozen=True, slots=True)
class OneTimeSecret:
    """A secret: for which order and person, until when it is valid, and when it was used."""

    order: str
    email: str
    expires_at: datetime
    used_at: datetime | None = None

    def is_open(self, now: datetime) -> bool:
        """Return whether the secret still works."""
        return self.used_at is None and now < self.expires_at


class OneTimeSecrets(Table):
    """Secrets by their hash. `table` and `key` name the table, and its column with the hash."""

    table: ClassVar[str]
    key: ClassVar[str]

    def add(self, hashed: str, order: str, email: str, expires_at: datetime, now: datetime) -> None:
        """Store a new secret."""
        self._change(
            f"""INSERT INTO {self.table} ({self.key}, order_number, email, created_at, expires_at)
            VALUES (:hashed, :order, :email, :now, :expires_at)""",  # noqa: S608 - our own words
            hashed=hashed,
            order=order,
            email=normal_email(email),
            expires_at=expires_at,
            now=now,
        )

    def get(self, hashed: str) -> OneTimeSecret | None:
        """Return a secret, used or not; None where it was never made or was revoked."""
        row = self._row(f"SELECT * FROM {self.table} WHERE {self.key} = :hashed", hashed=hashed)  # noqa: S608
        return read(OneTimeSecret, row) if row else None

    def use(self, hashed: str, now: datetime) -> bool:
        """Mark a secret as used. Return False where it was used before, or has expired."""
        used = self._change(
            f"""UPDATE {self.table} SET used_at = :now
            WHERE {self.key} = :hashed AND used_at IS NULL AND expires_at > :now""",  # noqa: S608 - our own words
            hashed=hashed,
            now=now,
        )
        return used == 1


class ClaimCodes(OneTimeSecrets):
    """The codes in letters, by which somebody on Webex becomes the person of an order."""

    table, key = "claim_codes", "code_hash"


class PasswordLinks(OneTimeSecrets):
    """The links to the page on which the password of a new organization is created."""

    table, key = "password_links", "token_hash"

    def revoke(self, order: str) -> int:
        """Delete the unused links of an order; return how many there were."""
        return self._change("DELETE FROM password_links WHERE order_number = :order AND used_at IS NULL", order=order)
