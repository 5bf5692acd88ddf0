"""Suggestions: words that are nearly ours are asked back, each on a button that types it."""

from collections.abc import Sequence

from bot.dispatch.context import Context
from bot.domain.outgoing import OutboxEntry
from cards import elements as e
from cards.pressing import buttons

TYPES_IT, NEAREST = "type", "nearest"


def key_of_offer(email: str) -> str:
    """Return the key of what somebody was offered last because their words were not understood."""
    return f"not understood:{email}"


def offered(ctx: Context, words: Sequence[str]) -> list[e.Button]:
    """Return a button for each of the words that may be meant."""
    pack = ctx.packer(None, person=ctx.person.email)
    return [e.Submit(each, pack(TYPES_IT, {NEAREST: each})) for each in words]


def words_on(ctx: Context, offer: OutboxEntry | None) -> list[str]:
    """Return the words that the newest message to a person suggests; none where something else came after them."""
    if offer is None or not ctx.uow.posted.is_last(offer):
        return []
    actions = (ctx.signer.unpack(button["data"]) for button in buttons(offer.message.card or {}))
    return [action.given[NEAREST] for action in actions if action.verb == TYPES_IT]
