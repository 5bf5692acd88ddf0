"""The table of credentials: hashes from which a password cannot be recovered."""

from datetime import datetime

from store.table import Table


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
