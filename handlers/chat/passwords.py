"""The password of a new partner organization: the one-time link in the chat, and what its page needs."""

from collections.abc import Callable
from datetime import datetime

from argon2 import PasswordHasher

from bot.dispatch.context import Context
from bot.domain.internal_events import PasswordCreated
from bot.domain.orders import Order
from bot.domain.password_links import PLACE, digest
from bot.http.password_page import PasswordRequest
from store import Store, UnitOfWork


def password_link(ctx: Context) -> str:
    """Return the one-time address of the page, with a place for the secret that is made while its card is sent.

    Earlier links stay valid for their time: somebody may have the page open while the card is shown again.
    """
    return f"{ctx.policy.public_url}/password/{PLACE}"


class StoredPasswords:
    """What the page asks: whether a link is valid, and to take a password once. Only an Argon2id hash is kept."""

    def __init__(self, store: Store, nudge: Callable[[], None]) -> None:
        self._store = store
        self._nudge = nudge
        self._hasher = PasswordHasher()

    def look(self, token: str, now: datetime) -> PasswordRequest | None:
        """Return what the page shows for a link; None when it is unknown, used, expired or no longer that person's."""
        with self._store.reading() as uow:
            order = order_of(uow, token, now)
            return request_about(uow, order) if order is not None else None

    def create(self, token: str, password: str, now: datetime) -> bool:
        """Take the password, once; False when the link is no longer good. The wizard goes on in the chat."""
        if self.look(token, now) is None:
            return False
        hashed = self._hasher.hash(password)
        # It may be long until the database is ours.
        del password
        with self._store.unit_of_work(is_urgent=True) as uow:
            # Once more: while the hash was made, the order may have gone to somebody else, or have ended.
            order = order_of(uow, token, now)
            mapping = uow.mappings.get(order.number) if order else None
            if order is None or mapping is None or not uow.password_links.use(digest(token), now):
                return False
            uow.password_links.revoke(order.number)
            uow.credentials.save(mapping.partner_org, hashed, now)
            uow.inbox.add(PasswordCreated(order.number, order.holder).pack(now, digest(token)))
        self._nudge()
        return True


def order_of(uow: UnitOfWork, token: str, now: datetime) -> Order | None:
    """Return the order that a link is for; None where the link is no longer good, or the order not that person's."""
    link = uow.password_links.get(digest(token))
    order = uow.orders.get(link.order) if link is not None and link.is_open(now) else None
    is_theirs = link is not None and order is not None and order.holder == link.email and not order.state.is_over
    return order if is_theirs else None


def request_about(uow: UnitOfWork, order: Order) -> PasswordRequest:
    """Return what the page shows of an order."""
    person = uow.people.by_email(order.holder)
    progress = uow.progress.get(order.number, order.holder)
    described = progress.answers.get("new_partner_org", {}) if progress else {}
    language = (person.language if person else None) or order.language
    return PasswordRequest(language, described.get("company", ""), order.number, described.get("email", order.holder))
