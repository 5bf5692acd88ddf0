"""Administration: what admins and reps type to see and steer orders."""

from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.orders import STATE_NAMES, Order, OrderState
from bot.domain.people import Role
from bot.errors import Refusal
from bot.language.texts import LANGUAGES, _, texts
from bot.language.typed import folded
from cards.orders import orders_list

router = Router()

MOST_LISTED = 20
STATES = {folded(texts(language)(name)): state for language in LANGUAGES for state, name in STATE_NAMES.items()}


@router.command(
    "/orders",
    usage="/orders [state or words]",
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


def search_of(typed: str) -> tuple[str, OrderState | None]:
    """Return what somebody looks for: words, or a state as any of our languages names it."""
    state = STATES.get(folded(typed))
    return ("" if state else typed), state


def existing(ctx: Context, number: str) -> Order:
    order = ctx.uow.orders.get(number)
    if order is None:
        raise Refusal(_("There is no order {order}."), order=number[:40])
    return order
