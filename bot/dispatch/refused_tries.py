"""Refused tries, for the audit log: what somebody wanted to do who may not, in our words and none of theirs."""

from bot.dispatch.context import Context
from bot.domain.actions import ForgedAction
from bot.domain.events import CardSubmitted, MessagePosted

WORDS, FORGED = "words", "a forged card"


def tried(ctx: Context) -> tuple[str, str]:
    """Return what was tried, a command or a button's verb, and the order it was about, if there is such an order."""
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
