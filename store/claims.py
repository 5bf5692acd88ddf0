"""Claim codes, stored as their SHA-256, so that nobody who reads the database can use one."""

from dataclasses import dataclass
from datetime import datetime

from bot.language.addresses import normal_email
from store.codec import read
from store.table import Table


@dataclass(frozen=True, slots=True)
class ClaimCode:
    """A code that was mailed: for which order, to which address, until when it is valid, and when it was used."""

    order: str
    email: str
    expires_at: datetime
    used_at: datetime | None = None


class ClaimCodes(Table):
    """Claim codes by their hash. Each works once."""

    def add(self, code_hash: str, order: str, email: str, expires_at: datetime, now: datetime) -> None:
        """Store a new code."""
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
        """Mark a code as used. Return False where it was used before, or has expired."""
        used = self._change(
            """UPDATE claim_codes SET used_at = :now
            WHERE code_hash = :code_hash AND used_at IS NULL AND expires_at > :now""",
            code_hash=code_hash,
            now=now,
        )
        return used == 1
