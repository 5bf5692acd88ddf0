"""Claim codes as kept: by their SHA-256, so that who reads the database cannot use one."""

from dataclasses import dataclass
from datetime import datetime

from bot.language.addresses import normal_email
from store.codec import read
from store.table import Table


@dataclass(frozen=True, slots=True)
class ClaimCode:
    """A code that was mailed: for which order, to which address, until when, and when it was used."""

    order: str
    email: str
    expires_at: datetime
    used_at: datetime | None = None


class ClaimCodes(Table):
    """Codes by their hash; each works once."""

    def add(self, code_hash: str, order: str, email: str, expires_at: datetime, now: datetime) -> None:
        """Note a code."""
        self._change(
            """INSERT INTO claim_codes (code_hash, order_number, email, created_at, expires_at)
            VALUES (:code_hash, :order, :email, :now, :expires_at)""",
            code_hash=code_hash,
            order=order,
            email=normal_email(email),
            expires_at=expires_at,
            now=now,
        )

    def get(self, code_hash: str) -> ClaimCode | None:
        """Return what a code is for, used or not; None when there never was one."""
        row = self._row("SELECT * FROM claim_codes WHERE code_hash = :code_hash", code_hash=code_hash)
        return read(ClaimCode, row) if row else None

    def use(self, code_hash: str, now: datetime) -> bool:
        """Use a code up: True once, and only in time."""
        used = self._change(
            """UPDATE claim_codes SET used_at = :now
            WHERE code_hash = :code_hash AND used_at IS NULL AND expires_at > :now""",
            code_hash=code_hash,
            now=now,
        )
        return used == 1
