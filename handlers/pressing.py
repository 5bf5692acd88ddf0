"""Typing is enough: the words of a button on the card before the person press it."""

from dataclasses import replace

from bot.context import Context
from bot.events import CardSubmitted, MessagePosted
from cards.pressing import pressed
from handlers import live, own_orders


def press_typed(ctx: Context, event: MessagePosted) -> bool:
    """Press the button whose words were typed, as the client would; returns whether there was one."""
    entry = ctx.uow.outbox.get(newest_card(ctx)) if ctx.is_direct else None
    inputs = pressed(entry.message.card, event.text) if entry and entry.message.card else None
    if inputs is None:
        return False
    submitted = CardSubmitted(event.message_id, event.message_id, event.room_id, event.person, inputs)
    ctx.press(replace(ctx, event=submitted), submitted)
    return True


def newest_card(ctx: Context) -> int:
    """Return the outbox entry of the person's newest live card; 0 when there is none."""
    email = ctx.person.email
    mine = own_orders.my_orders(ctx)
    return max((ctx.uow.live_cards.get(live.wizard_key(order, email)) or 0 for order in mine), default=0)
