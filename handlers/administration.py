"""Administration: what admins and reps type to see and steer orders."""

from bot.context import Context
from bot.errors import Refusal
from bot.orders import Order, OrderState
from bot.people import Role
from bot.routing import Router
from bot.texts import _
from cards.orders import orders_list

router = Router()

MOST_LISTED = 20


@router.command(
    "/orders",
    usage="/orders [state or words]",
    arguments=r"(?P<words>.*)",
    role=Role.ADMIN,
    help=_("List orders, by state or by words in them"),
)
def list_orders(ctx: Context, words: str = "") -> None:
    """List orders, nearest to closing first; from a space, the list goes to the asker alone."""
    state = next((state for state in OrderState if state == words.lower()), None)
    found = ctx.uow.orders.search("" if state else words, state=state, limit=MOST_LISTED + 1)
    ctx.tell(
        orders_list(
            found[:MOST_LISTED], ctx.t, now=ctx.now, default_zone=ctx.policy.zone, more=len(found) > MOST_LISTED
        ),
    )


def existing(ctx: Context, number: str) -> Order:
    order = ctx.uow.orders.get(number)
    if order is None:
        raise Refusal(_("There is no order {order}."), order=number[:40])
    return order
