"""Administration: what admins and reps type to see and steer orders."""

from bot.context import REP_SPACE, Context
from bot.errors import Refusal
from bot.orders import Order, OrderState
from bot.people import Role
from bot.routing import Router
from bot.texts import _
from cards.notice import notice
from cards.orders import orders_list
from handlers import escalating

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


@router.command("/space here", role=Role.ADMIN, help=_("Have escalations come to this space"))
def space_here(ctx: Context) -> None:
    """Make this room the rep space; whoever is in it is a rep from now on. Open escalations are shown here."""
    room = ctx.chat.room_id
    if not room:
        raise Refusal(_("Type this in the space where escalations should go, mentioning me."))
    ctx.uow.settings.set(REP_SPACE, room)
    ctx.audit("space_here")
    ctx.reply(notice(ctx.t, _("Escalations come to this space from now on. Everybody in it can act on them.")))
    for escalation in ctx.uow.escalations.open_ones():
        order = ctx.uow.orders.get(escalation.order)
        if order is not None:
            escalating.show(ctx, order, escalation)


def existing(ctx: Context, number: str) -> Order:
    order = ctx.uow.orders.get(number)
    if order is None:
        raise Refusal(_("There is no order {order}."), order=number[:40])
    return order
