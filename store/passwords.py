"""What is stored about passwords: one-time links, and hashes from which a password cannot be recovered."""

from dataclasses import dataclass
from datetime import datetime

from bot.language.addresses import normal_email
from store.codec import read
from store.table import Table


@dataclass(frozen=True, slots=True)
class PasswordLink:
    """A link to the one-time page: for which order and person, until when it is valid, and when it was used."""

    order: str
    email: str
    expires_at: datetime
    used_at: datetime | None = None

    def is_open(self, now: datetime) -> bool:
        """Return whether the link still works."""
        return self.used_at is None and now < self.expires_at


class PasswordLinks(Table):
    """One-time links by the SHA-256 of their token, which itself is only in the link."""

    def add(self, token_hash: str, order: str, email: str, expires_at: datetime, now: datetime) -> None:
        """Store a new link."""
        self._change(
            """INSERT INTO password_links (token_hash, order_number, email, created_at, expires_at)
            VALUES (:token_hash, :order, :email, :now, :expires_at)""",
            token_hash=token_hash,
            order=order,
            email=normal_email(email),
            expires_at=expires_at,
            now=now,
        )

    def get(self, token_hash: str) -> PasswordLink | None:
        """Return a link, used or not; None where it was never made or was revoked."""
        row = self._row("SELECT * FROM password_links WHERE token_hash = :token_hash", token_hash=token_hash)
        return read(PasswordLink, row) if row else None

    def use(self, token_hash: str, now: datetime) -> bool:
        """Mark a link as used. Return False where it was used before, or has expired."""
        used = self._change(
            """UPDATE password_links SET used_at = :now
            WHERE token_hash = :token_hash AND used_at IS NULL AND expires_at > :now""",
            token_hash=token_hash,
            now=now,
        )
        return used == 1

    def revoke(self, order: str) -> int:
        """Delete the unused links of an order; return how many there were."""
        return self._change("DELETE FROM password_links WHERE order_number = :order AND used_at IS NULL", order=order)


class Credentials(Table):
    """The Argon2id hash of each organization's password."""

    def save(self, org_id: str, hash: str, now: datetime) -> None:  # noqa: A002 - it is one, and nothing here hashes
        """Keep the hash of an organization's password, in place of the one before."""
        self._change(
            """INSERT INTO credentials (org_id, hash, set_at) VALUES (:org_id, :hash, :now)
            ON CONFLICT (org_id) DO UPDATE SET hash = excluded.hash, set_at = excluded.set_at""",
            org_id=org_id,
            hash=hash,
            now=now,
        )
