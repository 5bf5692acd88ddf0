"""Bots: whose address no person can have, as far as Webex has told us."""

from bot.dispatch.context import BOT_EMAIL
from bot.language.addresses import is_bots
from store import UnitOfWork


def is_bot(uow: UnitOfWork, address: str) -> bool:
    """Return whether an address is a bot's: by its domain, because it is our own, or because Webex has said so.

    Most bots are in webex.bot, but people can be named whose address looks like anybody's.
    """
    if is_bots(address) or address == uow.bot_state.get(BOT_EMAIL):
        return True
    met = uow.people.by_email(address)
    return met is not None and met.is_bot
