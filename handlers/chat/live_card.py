"""The live card: each person has one per order that can write; showing a new one retires the one before."""

from collections.abc import Callable
from typing import Any

from bot.delivery import editing
from bot.dispatch.context import Context
from bot.domain.actions import Action
from bot.domain.orders import Order
from bot.domain.outgoing import MOST_EDITS, Address, Lane, Message
from bot.domain.password_links import has_link
from bot.language.texts import _
from cards.notice import notice_card
from cards.outcome import replaced_card
from cards.pressing import carried

NOT_THEIRS = _("Order {order} is not with you.")


def wizard_key(order: Order, email: str) -> str:
    """Return the place of a person's live card of an order."""
    return f"wizard:{order.number}:{email}"


def is_pressed(ctx: Context, key: str) -> bool:
    """Return whether the event is a press of the live card of this key, so that its person is looking at it."""
    entry = ctx.uow.live_cards.get(key)
    posted = ctx.uow.posted.message_of(entry) if entry is not None else None
    return posted is not None and posted.message_id == getattr(ctx.event, "message_id", "")


def card_before(ctx: Context, order: Order) -> dict[str, Any]:
    """Return the live card that stands before the person; empty where there is none."""
    shown = ctx.uow.live_cards.get(wizard_key(order, ctx.person.email))
    return card_shown(ctx, shown) if shown is not None else {}


def card_shown(ctx: Context, entry_id: int) -> dict[str, Any]:
    """Return the card that an entry shows now; empty where it has none."""
    entry = ctx.uow.posted.shown(entry_id)
    return (entry.message.card if entry else None) or {}


def action_on(ctx: Context, card: dict[str, Any]) -> Action | None:
    """Return the action of a card's first button, which tells what it asks; None where it has no button."""
    carries = carried(card)
    return ctx.signer.unpack(carries) if carries else None


def step_asked(ctx: Context, card: dict[str, Any]) -> str:
    """Return which step a card asks; "" for one that asks none, such as the way in."""
    asked = action_on(ctx, card)
    return asked.step if asked else ""


def show_to(ctx: Context, order: Order, email: str, message: Message, lane: Lane = Lane.REPLY) -> int:
    """Owe a person their live card of an order, and return its outbox entry."""
    return put(ctx, wizard_key(order, email), Address(email=email), message, order, lane)


def put(ctx: Context, key: str, address: Address, message: Message, order: Order, lane: Lane = Lane.REPLY) -> int:
    """Owe a card that takes the place of the live one under this key; the one before is retired, or never sent.

    One that asks the same step, as after an answer that could not be taken, is deleted: nothing came of it.
    """
    entry = ctx.send_to(address, message, lane=lane, order=order.number)
    before = ctx.uow.live_cards.replace(key, entry)
    if before is not None and not ctx.uow.withdrawals.supersede(before):
        if may_be_edited(ctx) and not asks_the_same(ctx, before, message):
            retire(ctx, before, address, lambda: replaced_card(ctx.texts_of(address.email, order)))
        else:
            take_away(ctx, before, address)
    return entry


def asks_the_same(ctx: Context, before: int, message: Message) -> bool:
    """Return whether a message asks the step that a card before it asks."""
    asked = step_asked(ctx, card_shown(ctx, before))
    return bool(asked) and asked == step_asked(ctx, message.card or {})


def change_in_place(ctx: Context, key: str, address: Address, message: Message, lane: Lane = Lane.REPLY) -> bool:
    """Owe an edit of the live card where it stands; False where a new one is needed.

    One of the edits that Webex allows is left for its end. Until Webex has taken an edit of any card, nobody knows
    whether it does.
    """
    entry = ctx.uow.live_cards.get(key)
    # The link to a page is made only when its card is posted.
    if entry is None or has_link(message) or not editing.is_known_to_work(ctx.uow):
        return False
    posted = ctx.uow.posted.message_of(entry)
    if posted is None or address.room_id not in ("", posted.room_id):
        return False
    if ctx.uow.posted.edits_of(entry) >= MOST_EDITS - 1:
        return False
    ctx.answered.add(address.line)
    ctx.uow.outbox.edit(entry, address, message, lane, ctx.now)
    return True


def retire(ctx: Context, entry: int, address: Address, shown_as: Callable[[], Message]) -> None:
    """Owe the end of a used card, behind everybody's answers: it shows what became of it, if Webex lets us edit."""
    if not may_be_edited(ctx):
        take_away(ctx, entry, address)
        return
    ctx.uow.outbox.edit(entry, address, shown_as(), Lane.TIDYING, ctx.now)


def take_away(ctx: Context, entry: int, address: Address) -> None:
    """Owe the deletion of a used card, behind everybody's answers."""
    ctx.uow.outbox.delete(entry, address, ctx.now)


def may_be_edited(ctx: Context) -> bool:
    """Return whether a used card may show what became of it: until Webex says no, nobody knows."""
    return not editing.is_ruled_out(ctx.uow, ctx.now)


def drop(ctx: Context, order: Order, email: str, shown_as: Message | None = None) -> None:
    """End a person's card of an order that is no longer theirs: it says so, or becomes `shown_as`."""
    entry = ctx.uow.live_cards.forget(wizard_key(order, email))
    if entry is not None:
        t = ctx.texts_of(email, order)
        retire(ctx, entry, Address(email=email), lambda: shown_as or notice_card(t, NOT_THEIRS, order=order.number))
