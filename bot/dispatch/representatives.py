"""Who may be a representative. Being in a rep space is not enough, since its moderators can invite anybody."""

from collections.abc import Collection

from bot.language.addresses import domain_of
from store.unit_of_work import UnitOfWork


def may_be_rep(uow: UnitOfWork, email: str, *, admins: Collection[str], domains: Collection[str]) -> bool:
    """Return whether somebody in a rep space is a representative, and not a guest.

    Representatives are admins, people with an address in one of the domains, and whoever an order names as its own.
    """
    is_admin = email in map(uow.moves.current_address, admins)
    return is_admin or domain_of(email) in domains or uow.orders.name_rep(email)
