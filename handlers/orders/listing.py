"""Listing: a person's own orders, and the way into one of them, by its number or by its place in the list."""

from bot.dispatch.context import Context
from bot.dispatch.routing import TAKES_IT, Router
from bot.domain.actions import Action
from bot.domain.people import Role
from bot.errors import Refusal
from bot.language.texts import _
from cards.pressing import chosen_on
from handlers.chat import not_understood, own_orders, typed_buttons
from handlers.wizard import way_in

router = Router()


@router.command(
    "orders",
    usage=_("orders [page]"),
    arguments=r"(?P<page>\d{0,3})",
    help=_("List your orders"),
)
def orders(ctx: Context, page: str = "") -> None:
    """List the person's orders, page by page where they are too many for one card."""
    own_orders.show_orders(ctx, own_orders.my_orders(ctx), int(page or 1))


@router.command(
    "order",
    usage=_("order N"),
    arguments=r"(?P<number>\S+)",
    help=_("Go to one of your orders, by its number"),
)
def order(ctx: Context, number: str) -> None:
    """Lead into the order of this number; who looks after the orders of others is told how to see one of those."""
    named = ctx.uow.orders.get(number)
    if named and ctx.roles & {Role.REP, Role.ADMIN} and not own_orders.is_in_reach(named, ctx.person.email):
        raise Refusal(not_understood.DID_YOU_MEAN, words=not_understood.as_choice([f"/order {number}"]))
    way_in.show_start(ctx, own_orders.order_in_reach(ctx, number))


@router.action("open_order", by=TAKES_IT)
def open_order(ctx: Context, action: Action) -> None:
    """Open the order chosen from the list."""
    way_in.show_start(ctx, own_orders.order_in_reach(ctx, ctx.inputs.get("order", "")))


def open_typed(ctx: Context, words: str) -> bool:
    """Open an order by its place in the list, where the list is the newest card; returns whether it was one."""
    entry_id = ctx.uow.live_cards.get(own_orders.list_key(ctx.person.email)) or 0
    entry = ctx.uow.outbox.get(entry_id) if ctx.is_direct and entry_id > typed_buttons.newest_card(ctx) else None
    chosen = chosen_on(entry.message.card, words) if entry and entry.message.card else ""
    if chosen:
        way_in.show_start(ctx, own_orders.order_in_reach(ctx, chosen))
    return bool(chosen)


@router.action("more_orders")
def more_orders(ctx: Context, action: Action) -> None:
    """Show the page of the list that follows."""
    orders(ctx, action.given.get("page", ""))
