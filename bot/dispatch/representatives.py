"""Representatives: who may be one. To be in a rep space is not enough, since whoever runs it can invite anybody."""

from collections.abc import Collection

from bot.language.addresses import domain_of
from store.unit_of_work import UnitOfWork


def may_be_rep(uow: UnitOfWork, email: str, *, admins: Collection[str], domains: Collection[str]) -> bool:
    """Return whether somebody in a rep space is a representative there, and not a guest.

    These are the admins, who has an address of one of the domains, and who is named on an order as its representative.
    """
    is_admin = email in map(uow.moves.current_address, admins)
    return is_admin or domain_of(email) in domains or bool(uow.orders.of_rep(email))
