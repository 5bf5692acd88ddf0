"""Bots: whose address no person can have, as far as Webex has told us."""

from collections.abc import Collection

from bot.dispatch.context import BOT_EMAIL
from bot.language.addresses import is_bots
from store import UnitOfWork


def is_bot(uow: UnitOfWork, address: str) -> bool:
    """Return whether an address is a bot's: by its domain, because it is our own, or because Webex has said so.

    Most bots are in webex.bot, but people can be named whose address looks like anybody's.
    """
    return bool(bots_among(uow, [address]))


def bots_among(uow: UnitOfWork, addresses: Collection[str]) -> frozenset[str]:
    """Return the addresses among these that belong to bots."""
    ours = uow.bot_state.get(BOT_EMAIL)
    by_address = {address for address in addresses if is_bots(address) or address == ours}
    return uow.people.bots_among(addresses) | by_address
