"""Moving: an open escalation goes where its representatives are."""

from dataclasses import replace

from bot.dispatch.context import Context
from bot.domain.orders import Order
from bot.domain.outgoing import Address
from cards.outcome import replaced_card
from handlers.chat import live_card
from handlers.escalations import opening
from handlers.escalations.card import card_of, key_of, redraw, show
from handlers.escalations.places import texts_at
from handlers.escalations.who_may_act import is_rep_for_all


def follow_rep(ctx: Context, before: Order, after: Order) -> None:
    """Show the open escalation of an order to the representative named on it now, and no more to the one before."""
    escalation = ctx.uow.escalations.get(after.number)
    if before.rep == after.rep or escalation is None:
        return
    former, new = Address(email=before.rep), Address(email=after.rep)
    entry = ctx.uow.live_cards.forget(key_of(before, former)) if before.rep else None
    if entry is not None:
        live_card.retire(ctx, entry, former, lambda: replaced_card(texts_at(ctx, former)))
    if before.rep and escalation.owner == before.rep and not is_rep_for_all(ctx, before.rep):
        opening.open_to_all(ctx, after, escalation)
        show(ctx, after, escalation.released())
    elif after.rep:
        live_card.put(ctx, key_of(after, new), new, card_of(ctx, after, escalation, new), after)


def redraw_in(ctx: Context, room: str) -> None:
    """Bring the cards of open escalations in a space up to date, such as after a change of its language."""
    for escalation in ctx.uow.escalations.open_ones():
        order = ctx.uow.orders.get(escalation.order)
        if order is not None and escalation.space == room:
            redraw(ctx, order, escalation)


def move_homeless(ctx: Context) -> None:
    """Show each open escalation whose space is a rep space no more where it belongs now."""
    spaces = ctx.rep_spaces
    for escalation in ctx.uow.escalations.open_ones():
        order = ctx.uow.orders.get(escalation.order)
        if order is None or escalation.space in spaces.rooms:
            continue
        place = spaces.place_of(order)
        moved = replace(escalation, space=place.room_id, route=place.route)
        if moved != escalation:
            ctx.uow.escalations.save(moved)
            show(ctx, order, moved)
