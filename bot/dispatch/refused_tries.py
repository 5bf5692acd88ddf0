"""Refused tries, for the audit log: what somebody tried without being allowed, in our words and none of theirs."""

from bot.dispatch.context import Context
from bot.domain.actions import ForgedAction
from bot.domain.events import CardSubmitted, MessagePosted

WORDS, FORGED = "words", "a forged card"


def tried(ctx: Context) -> tuple[str, str]:
    """Return what was tried, as a command or the verb of a button, and the number of its order ("" for none)."""
    if isinstance(ctx.event, CardSubmitted):
        return pressed(ctx, ctx.event)
    return typed(ctx) if isinstance(ctx.event, MessagePosted) else ("", "")


def typed(ctx: Context) -> tuple[str, str]:
    command, match = ctx.grammar.named(ctx.words), ctx.grammar.match(ctx.words)
    number = match.arguments.get("number", "") if match else ""
    return command.name if command else WORDS, number if number and ctx.uow.orders.get(number) else ""


def pressed(ctx: Context, event: CardSubmitted) -> tuple[str, str]:
    try:
        action = ctx.signer.unpack(event.inputs)
    except ForgedAction:
        return FORGED, ""
    return action.verb, action.order
