"""Setting: representatives and admins change one thing about an order, as if a newer file had said so."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.orders import Order, OrderState
from bot.domain.people import Role
from bot.errors import InvalidAnswer, Refusal
from bot.intake import cells
from bot.intake.saying import unquoted
from bot.language.texts import _
from cards.notice import notice
from handlers.escalations.who_may_act import order_for_rep
from handlers.orders import changes

router = Router()


@router.command(
    "/order set",
    usage="/order set N field=value",
    arguments=r"(?P<number>\S+) (?P<field>[a-z]+) ?= ?(?P<value>.+)",
    role=Role.ORDER_REP,
    help=_("Change the start date, contact or language of an order; its reminders follow"),
)
def order_set(ctx: Context, number: str, field: str, value: str) -> None:
    """Change one thing about an order; reminders, cards and people follow."""
    before = order_for_rep(ctx, number)
    changeable = ALL_CHANGES if Role.ADMIN in ctx.roles else CHANGES
    change = changeable.get(field.lower())
    if change is None:
        raise Refusal(_("You can change: {fields}."), fields=", ".join(changeable))
    if before.state in {OrderState.PROVISIONED, OrderState.CANCELLED}:
        raise Refusal(_("Order {order} is over; it can no longer be changed."), order=number)
    value = unquoted(value)
    after = change(before, value)
    if change is set_contact:
        changes.close_for_new_contact(ctx, after)
    changes.order_changed(ctx, before, after, "order_set", **{field.lower(): value})
    changed = _("Order {order} is changed. What follows: {next}")
    ctx.reply_here(notice(ctx.t, changed, order=number, next=changes.what_follows(ctx, after)))


def set_start(order: Order, value: str) -> Order:
    """Move the requested start date. Before the new day nobody is reminded; a closed order is open again."""
    try:
        return replace(order, start_date=date.fromisoformat(value))
    except ValueError:
        raise InvalidAnswer(_("Type the date like 2026-03-02.")) from None


def set_contact(order: Order, value: str) -> Order:
    """Give the order to another contact, who is invited. Once customer and partner are confirmed it is too late."""
    email = cells.email(value)
    if not order.state.is_before_mapping:
        raise Refusal(_("The contact can no longer be changed: customer and partner are confirmed."))
    return order.given_to(email)


CHANGES: Mapping[str, Callable[[Order, str], Order]] = {
    "start": set_start,
    "contact": set_contact,
    "language": lambda order, value: replace(order, language=cells.language(value)),
}
# Which representatives an order comes to follows from these, so an admin sets them.
ALL_CHANGES = {
    **CHANGES,
    "country": lambda order, value: replace(order, country=cells.country(value)),
    "zone": lambda order, value: replace(order, zone=cells.zone(value)),
    "rep": lambda order, value: replace(order, rep=cells.email(value)),
}
