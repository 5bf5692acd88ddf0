"""Telling: somebody says that an order is provisioned at Cisco, and their word ends it."""

from bot.dispatch.confirmations import Question
from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.actions import Action
from bot.domain.orders import Order, OrderState
from bot.domain.people import Role
from bot.domain.provisioning import Evidence
from bot.errors import Refusal
from bot.language.texts import _
from cards import elements as e
from cards.describe import IT_IS_DONE
from cards.notice import notice
from cards.words import say
from handlers.chat import confirmations, own_orders, typed_buttons
from handlers.chat.completion import is_finished
from handlers.escalations.who_may_act import order_for_rep
from handlers.wizard import ending

router = Router()

NOT_FINISHED = _("Order {order} is not ready at Cisco: its answers are not complete, or it is over.")
ALREADY = _("Order {order} is provisioned already. There is nothing left to do.")
NOTHING_READY = _("None of your orders is ready at Cisco.")


@router.action("done", by=frozenset({"done"}))
def done_pressed(ctx: Context, action: Action) -> None:
    """Ask before keeping somebody's word that the order of the card is provisioned."""
    confirmations.ask(ctx, "told_done", order=action.order)


@router.command(
    "it is done",
    usage=_("it is done [N]"),
    arguments=r"(?P<number>\S*)",
    help=_("Confirm that an order is provisioned at Cisco; asks first"),
)
def done_typed(ctx: Context, number: str = "") -> None:
    """Ask about the order named, else about the one that is ready at Cisco and closes first."""
    if not number and typed_buttons.pressed_instead(ctx):
        return
    named = [order for order in own_orders.my_orders(ctx) if number in ("", order.number)]
    ready = [order for order in named if is_own(ctx, order)]
    if not ready and len(named) == 1 and named[0].state is OrderState.PROVISIONED:
        raise Refusal(ALREADY, order=named[0].number)
    if not ready:
        raise Refusal(NOTHING_READY)
    confirmations.ask(ctx, "told_done", order=ready[0].number)


@router.command(
    "/done",
    usage="/done N",
    arguments=r"(?P<number>\S+)",
    role=Role.ORDER_REP,
    help=_("Confirm that an order is provisioned at Cisco; asks first"),
)
def done_by_rep(ctx: Context, number: str) -> None:
    """Ask a representative before keeping their word."""
    confirmations.ask(ctx, "told_done", order=number)


def is_own(ctx: Context, order: Order) -> bool:
    """Return whether an order is with the person, and ready at Cisco."""
    return order.holder == ctx.person.email and is_finished(ctx.uow, order)


def finished_order(ctx: Context, number: str) -> Order:
    """Return an order that this person may say is provisioned: its person may, and its representatives."""
    order = ctx.uow.orders.get(number)
    if order is None or order.holder != ctx.person.email:
        order = order_for_rep(ctx, number)
    if order.state is OrderState.PROVISIONED:
        raise Refusal(ALREADY, order=order.number)
    if not is_finished(ctx.uow, order):
        raise Refusal(NOT_FINISHED, order=order.number)
    return order


def what_is_told(ctx: Context, order: str) -> Question:
    """Say what follows from somebody's word."""
    told = finished_order(ctx, order)
    follows = _(
        "Say so only if Provision was pressed in Cisco's wizard. It is kept as your word, with the time; the setup of "
        "order {order} for {customer} ends here, and so do its reminders."
    )
    words = say(ctx.t, follows, order=order, customer=told.customer_name)
    return Question([e.Paragraph(words)], found=told)


@router.confirmation(
    "told_done",
    title=_("Is it provisioned at Cisco?"),
    yes=IT_IS_DONE,
    no=_("Not yet"),
    asks=what_is_told,
    left=confirmations.saying(_("Order {order} stays open here.")),
)
def keep_word(ctx: Context, order: Order) -> None:
    """End an order by somebody's word that it is provisioned at Cisco, and show its person whose word that is."""
    ctx.audit(Evidence.TOLD, order.number)
    order = ending.end_as_provisioned(ctx, order, _("{person} said that it is provisioned at Cisco."))
    if order.holder != ctx.person.email:
        ctx.reply_here(
            notice(ctx.t, _("Kept as your word: order {order} is provisioned at Cisco."), order=order.number)
        )
