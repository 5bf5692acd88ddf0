"""Setting: representatives and admins change one thing about an order, as if a newer file had said so."""

from dataclasses import replace
from typing import Any

from bot.dispatch.bots import is_bot
from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.orders import Order, OrderState
from bot.domain.people import Role
from bot.errors import Refusal
from bot.intake.columns import CHANGEABLE, CONTACT, Column
from bot.intake.typed_orders import unquoted
from bot.language.texts import _
from cards.notice import notice
from handlers.chat.lookup import refuse_cancelled
from handlers.escalations.who_may_act import order_for_rep
from handlers.orders import changes, outside_contacts

router = Router()


@router.command(
    "/order set",
    usage=_("/order set N field=value"),
    arguments=r"(?P<number>\S+) (?P<field>[a-z]+) ?= ?(?P<value>.+)",
    role=Role.ORDER_REP,
    help=_("Change the start date, contact or language of an order; its reminders follow"),
)
def order_set(ctx: Context, number: str, field: str, value: str) -> None:
    """Change one thing about an order; reminders, cards and people follow."""
    before = order_for_rep(ctx, number)
    column = changeable(ctx, field.lower())
    refuse_cancelled(before)
    if before.state is OrderState.PROVISIONED:
        raise Refusal(_("Order {order} is over; it can no longer be changed."), order=number)
    said = unquoted(value)
    value_now = column.read(said)
    if column.is_email:
        value_now = ctx.uow.moves.current_address(str(value_now))
        refuse_bots(ctx, value_now)
    after = with_value(before, column, value_now)
    if after == before:
        ctx.reply_here(notice(ctx.t, _("Order {order} stays as it is."), order=number))
        return
    if column is CONTACT and Role.ADMIN not in ctx.roles and outside_contacts.is_outside(ctx, before, after.contact):
        outside_contacts.ask_admins(ctx, before, after.contact)
        return
    if column is CONTACT:
        changes.close_for_new_contact(ctx, after)
    changes.order_changed(ctx, before, after, "order_set", **{column.word: said})
    changed = _("Order {order} is changed. What follows: {next}")
    ctx.reply_here(notice(ctx.t, changed, order=number, next=changes.what_follows(ctx, after)))


def refuse_bots(ctx: Context, address: str) -> None:
    """Refuse a bot, whatever its address looks like: it cannot do anything for an order."""
    if is_bot(ctx.uow, address):
        raise Refusal(_("This is the address of a bot. Give a person's address."))


def changeable(ctx: Context, word: str) -> Column:
    """Return the column that a word names; refuse one that this person may not change."""
    theirs = {word: column for word, column in CHANGEABLE.items() if column.set_by in ctx.roles}
    if word not in theirs:
        raise Refusal(_("You can change: {fields}."), fields=", ".join(theirs))
    return theirs[word]


def with_value(order: Order, column: Column, value: object) -> Order:
    """Return an order with another value in a column; once customer and partner are confirmed, the contact stays."""
    if column is not CONTACT:
        changed: dict[str, Any] = {column.name: value}
        return replace(order, **changed)
    # Who has the order as its contact already has begun nothing anew.
    if value == order.contact == order.holder and not order.nominee:
        return order
    changes.refuse_late_contact(order)
    return order.given_to(str(value))
