"""Searching: admins list orders, by state or by words in them."""

from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.people import Role
from bot.language.texts import _
from cards.orders import orders_list
from handlers.chat.lookup import search_of

router = Router()

MOST_LISTED = 20


@router.command(
    "/orders",
    usage=_("/orders [state or words]"),
    arguments=r"(?P<words>.*)",
    role=Role.ADMIN,
    help=_("List orders, by state or by words in them"),
)
def list_orders(ctx: Context, words: str = "") -> None:
    """List orders, nearest to closing first; from a space, the list goes to the asker alone."""
    sought, state = search_of(words)
    found = ctx.uow.orders.search(sought, state, limit=MOST_LISTED + 1)
    ctx.reply_privately(
        orders_list(
            found[:MOST_LISTED], ctx.t, now=ctx.now, default_zone=ctx.policy.zone, more=len(found) > MOST_LISTED
        ),
    )
