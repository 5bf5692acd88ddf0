"""Rescheduling: an order with another start date waits for that day; what was sent for the old one is taken back."""

from dataclasses import replace
from functools import partial

from bot.dispatch.context import Context
from bot.domain.escalations import Reason
from bot.domain.orders import Order, OrderState
from bot.domain.outgoing import Address
from bot.language.texts import Texts, _
from cards.notice import notice, notice_card
from handlers.chat import live_card, steps
from handlers.chat.completion import state_once_mapped
from handlers.escalations import opening

OPEN_AGAIN = _("The requested start date of order {order} is now {day}: its line is open again, and you can go on.")
# Calls that count from the start date.
BY_DATE = frozenset({Reason.NOT_BEGUN, Reason.CLOSING, Reason.CLOSED})


def moved(ctx: Context, order: Order) -> Order:
    """Return an order as it waits for its new day: nobody is invited yet, and a line that had closed is open again.

    Its cards and its calls for representatives are taken back. An order whose contact has begun goes on as it was; one
    that had closed after customer and partner were confirmed goes on where it stood, with the days of the new date.
    """
    close_calls_by_date(ctx, order)
    if order.begun_at is not None and order.state is not OrderState.CLOSED:
        return order
    if order.mapped_at is not None:
        return opened_again(ctx, order)
    take_cards_away(ctx, order)
    return replace(order, state=OrderState.SCHEDULED, invited_at=None, begun_at=None, nominee="")


def opened_again(ctx: Context, order: Order) -> Order:
    """Return an order that goes on after its confirmation, and show its person where it stands."""
    order = replace(order, state=state_once_mapped(ctx.uow, order))
    t = ctx.texts_of(order.holder, order)
    words = notice(t, OPEN_AGAIN, order=order.number, day=t.day(order.start_date))
    ctx.send_to(Address(email=order.holder), words, order=order.number)
    steps.show(ctx, order, steps.progress_of(ctx, order, order.holder))
    return order


def close_calls_by_date(ctx: Context, order: Order) -> None:
    """Close the open escalation of an order if it was opened because a day had come."""
    if opening.is_called_for(ctx, order, *BY_DATE):
        day = partial(Texts.day, day=order.start_date)
        opening.close(ctx, order, _("The requested start date is now {day}."), day=day)


def take_cards_away(ctx: Context, order: Order) -> None:
    """Have the cards of an order say when it begins."""
    for email in order.people:
        t = ctx.texts_of(email, order)
        sentence = _("The requested start date of order {order} is now {day}. I will write to you then.")
        shown_as = notice_card(t, sentence, order=order.number, day=t.day(order.start_date))
        live_card.drop(ctx, order, email, shown_as)
