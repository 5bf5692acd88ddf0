"""The password of a new partner organization: the one-time link in the chat, and what its page asks."""

from collections.abc import Callable
from datetime import datetime

from argon2 import PasswordHasher

from bot.dispatch.context import Context
from bot.domain.internal_events import PasswordCreated
from bot.domain.password_links import PLACE, digest
from bot.http.password_page import PasswordRequest
from store import Store


def password_link(ctx: Context) -> str:
    """Return the one-time address of the page, with a place for the secret that is made while its card is sent.

    Links of cards before stay good for their time: somebody may have the page open while the card is shown again.
    """
    return f"{ctx.policy.public_url}/password/{PLACE}"


class StoredPasswords:
    """What the page asks: whether a link is good, and to take a password once. Keeps an Argon2id hash only."""

    def __init__(self, store: Store, nudge: Callable[[], None]) -> None:
        self._store = store
        self._nudge = nudge
        self._hasher = PasswordHasher()

    def look(self, token: str, now: datetime) -> PasswordRequest | None:
        """Return what the page shows for a link; None when it is unknown, used, expired or no longer that person's."""
        with self._store.reading() as uow:
            link = uow.password_links.get(digest(token))
            if link is None or link.used_at or link.expires_at <= now:
                return None
            order = uow.orders.get(link.order)
            if order is None or order.holder != link.email or order.state.is_over:
                return None
            person = uow.people.by_email(link.email)
            progress = uow.progress.get(order.number, link.email)
            described = progress.answers.get("new_partner_org", {}) if progress else {}
            language = (person.language if person else None) or order.language
            return PasswordRequest(
                language, described.get("company", ""), order.number, described.get("email", link.email)
            )

    def create(self, token: str, password: str, now: datetime) -> bool:
        """Take the password, once; False when the link is no longer good. The wizard goes on in the chat."""
        if self.look(token, now) is None:
            return False
        hashed = self._hasher.hash(password)
        # It may be long until the database is ours.
        del password
        with self._store.unit_of_work(is_urgent=True) as uow:
            link = uow.password_links.get(digest(token))
            mapping = uow.mappings.get(link.order) if link else None
            if link is None or mapping is None or not uow.password_links.use(digest(token), now):
                return False
            uow.password_links.revoke(link.order)
            uow.credentials.save(mapping.partner_org, hashed, now)
            uow.inbox.add(PasswordCreated(link.order, link.email).pack(now, digest(token)))
        self._nudge()
        return True
