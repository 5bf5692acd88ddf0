"""Coming in: the Set Up Now card, Resume, Start over, and one's own orders."""

from dataclasses import replace

from cards.notice import notice
from cards.orders import orders_card
from cards.outcome import stopped_card, waiting_for_colleague_card, with_customer_card
from cards.start import start_card, start_over_card

from bot.actions import Action
from bot.context import Context
from bot.errors import Refusal
from bot.orders import Order, OrderState
from bot.outgoing import Address, Lane, Message
from bot.routing import Router
from bot.texts import _
from bot.wizard.engine import Progress
from bot.wizard.steps import WIZARD
from handlers import live

router = Router()


@router.command(
    "setup",
    "set up now",
    "الإعداد",
    "إعداد",
    "إعداد الآن",
    "الإعداد الآن",
    help=_("Set up your order, or go on where you left it"),
)
def setup(ctx: Context) -> None:
    """Show the way into the person's order; with several, the list to choose from."""
    orders = open_orders(ctx)
    if len(orders) == 1:
        show_start(ctx, orders[0])
    elif orders:
        show_orders(ctx, orders)
    else:
        show_nothing_open(ctx)


@router.command("orders", "طلباتي", "الطلبات", help=_("List your orders"))
def orders(ctx: Context) -> None:
    mine = my_orders(ctx)
    if mine:
        show_orders(ctx, mine)
    else:
        show_nothing_open(ctx)


@router.command(
    "order",
    "الطلب",
    "طلب",
    usage="order N",
    arguments=r"(?P<number>\S+)",
    help=_("Go to one of your orders, by its number"),
)
def order(ctx: Context, number: str) -> None:
    show_start(ctx, order_in_reach(ctx, number))


@router.action("open_order")
def open_order(ctx: Context, action: Action) -> None:
    """Open the order chosen from the list."""
    show_start(ctx, order_in_reach(ctx, ctx.inputs.get("order", "")))


@router.command("status", "حالة", "الحالة", help=_("Where your setup stands"))
def status(ctx: Context) -> None:
    """Say for each order where it stands, how long is left, and what comes next; nothing moves."""
    mine = my_orders(ctx)
    if not mine:
        show_nothing_open(ctx)
        return
    ctx.reply(Message("\n\n".join(status_of(ctx, each) for each in mine)))


def status_of(ctx: Context, order: Order) -> str:
    from bot.orders import STATE_NAMES

    t = ctx.t
    lines = [
        t(
            _("Order {order} for {customer}: {state}"),
            order=order.number,
            customer=order.customer_name,
            state=t(STATE_NAMES[order.state]),
        )
    ]
    progress = ctx.uow.progress.get(order.number, ctx.person.email)
    if progress and not order.state.is_over:
        situation = live.situation_of(ctx, order, ctx.person.email)
        stop = WIZARD.current(progress, situation)
        if stop:
            step, total = WIZARD.place(progress, situation)
            lines.append(
                t(_("You are at step {step} of {total}: {title}"), step=step, total=total, title=t(stop.step.title))
            )
    if not order.state.is_over:
        days = order.days_left(ctx.now, ctx.policy.zone)
        lines.append(
            t.count(
                "{n} day left until the order line closes", "{n} days left until the order line closes", max(days, 0)
            )
        )
    return "\n".join(lines)


@router.action("begin")
def begin(ctx: Context, action: Action) -> None:
    """Set Up Now was pressed: show the current step, which for a newcomer is the first."""
    resume(ctx, action)


@router.action("resume")
def resume(ctx: Context, action: Action) -> None:
    """Go on at the very step where the person left."""
    go_on(ctx, live.owned_order(ctx, action.order))


@router.command("resume", "استئناف", "متابعة", help=_("Go on where you left"))
def resume_typed(ctx: Context) -> None:
    mine = open_orders(ctx)
    if len(mine) == 1:
        go_on(ctx, live.owned_order(ctx, mine[0].number))
    else:
        setup(ctx)


@router.command("start over", "البدء من جديد", "ابدأ من جديد", help=_("Forget the answers and begin again; asks first"))
def start_over_typed(ctx: Context) -> None:
    ask_start_over(ctx, live.owned_order(ctx, current_order(ctx).number))


@router.action("start_over")
def start_over(ctx: Context, action: Action) -> None:
    ask_start_over(ctx, live.owned_order(ctx, action.order))


@router.action("start_over_confirmed")
def start_over_confirmed(ctx: Context, action: Action) -> None:
    """Forget the answers that can still be forgotten, and show the first step."""
    order = live.owned_order(ctx, action.order)
    progress = live.progress_of(ctx, order, ctx.person.email)
    if action.revision != progress.revision:
        go_on(ctx, order)
        return
    cleared = live.save(ctx, WIZARD.cleared(progress))
    ctx.audit("start_over", order.number)
    live.show_step(ctx, order, cleared)


def ask_start_over(ctx: Context, order: Order) -> None:
    progress = live.progress_of(ctx, order, ctx.person.email)
    pack = ctx.packer(order, person=ctx.person.email, revision=progress.revision)
    live.put_live(
        ctx,
        live.wizard_key(order, ctx.person.email),
        Address(email=ctx.person.email),
        start_over_card(order, ctx.t, pack=pack),
        order,
    )


def go_on(ctx: Context, order: Order) -> None:
    """Show where the order stands: its step, or why there is none to answer."""
    if show_instead(ctx, order):
        return
    progress = live.progress_of(ctx, order, ctx.person.email)
    if progress.paused or progress.revision == 0:
        progress = live.save(ctx, replace(progress, paused=False, revision=progress.revision + 1))
    live.show_step(ctx, order, progress)


def show_start(ctx: Context, order: Order) -> None:
    """Show the Set Up Now card of an order, as its person or as the colleague asked to take it."""
    if show_instead(ctx, order):
        return
    progress = ctx.uow.progress.get(order.number, ctx.person.email)
    put_start(ctx, order, ctx.person.email, progress)


def put_start(
    ctx: Context,
    order: Order,
    email: str,
    progress: Progress | None,
    *,
    late: bool = False,
    first_contact: bool = False,
    lane: Lane = Lane.REPLY,
) -> None:
    """Owe the way into an order to a person; it becomes their live card."""
    colleague = order.nominee == email
    message = start_card(
        order,
        ctx.texts_of(email, order),
        days_left=order.days_left(ctx.now, ctx.policy.zone),
        closes_on=order.closes_on(ctx.policy.zone),
        pack=ctx.packer(order, person=email, revision=progress.revision if progress else 0),
        resumable=bool(progress and progress.answers),
        late=late,
        handed_by=order.holder if colleague else "",
        first_contact=first_contact,
    )
    live.put_live(ctx, live.wizard_key(order, email), Address(email=email), message, order, lane=lane)


def show_instead(ctx: Context, order: Order) -> bool:
    """Where no step can be answered now, show why; returns whether that was so."""
    t, email = ctx.t, ctx.person.email
    pack = ctx.packer(order, person=email)
    if order.state is OrderState.STOPPED:
        message = stopped_card(order, t)
    elif order.holder != email and order.nominee != email:
        message = with_customer_card(order, t)
    elif order.nominee and order.holder == email:
        message = waiting_for_colleague_card(order, t, pack=pack)
    elif order.state in {OrderState.CANCELLED, OrderState.CLOSED}:
        message = notice(t, OVER[order.state], order=order.number)
    else:
        return False
    live.put_live(ctx, live.wizard_key(order, email), Address(email=email), message, order)
    return True


OVER = {
    OrderState.CANCELLED: _("Order {order} was cancelled. There is nothing left to do."),
    OrderState.CLOSED: _(
        "The line of order {order} has closed. Please contact your Cisco representative; type rep to ask one."
    ),
}


def show_orders(ctx: Context, orders: list[Order]) -> None:
    pack = ctx.packer(orders[0], person=ctx.person.email)
    ctx.reply(orders_card(orders, ctx.t, now=ctx.now, default_zone=ctx.policy.zone, pack=pack))


def show_nothing_open(ctx: Context) -> None:
    ctx.reply(notice(ctx.t, _("There is no order with you at the moment. When one is due, I will write to you.")))


def my_orders(ctx: Context) -> list[Order]:
    """Return the orders that are with this person, or that they were asked to take; the nearest to closing first."""
    email = ctx.person.email
    found = {order.number: order for order in (*ctx.uow.orders.held_by(email), *ctx.uow.orders.nominating(email))}
    return sorted(
        found.values(), key=lambda order: (order.state.is_over, order.closes_on(ctx.policy.zone), order.number)
    )


def open_orders(ctx: Context) -> list[Order]:
    return [order for order in my_orders(ctx) if not order.state.is_over]


def current_order(ctx: Context) -> Order:
    """Return the order a typed word is about: the one with the person's latest live card, else the only open one."""
    open_ones = open_orders(ctx)
    shown = [(ctx.uow.live_cards.get(live.wizard_key(order, ctx.person.email)) or 0, order) for order in open_ones]
    if not shown:
        raise Refusal(_("There is no order with you at the moment. When one is due, I will write to you."))
    return max(shown, key=lambda pair: pair[0])[1]


def order_in_reach(ctx: Context, number: str) -> Order:
    """Return one of the person's own orders; the answer is the same for a foreign number and for one that is none."""
    order = ctx.uow.orders.get(number)
    reach = {order.holder, order.nominee} if order else set()
    handed_on = order is not None and order.contact == ctx.person.email and order.with_customer
    if order is None or not (ctx.person.email in reach or handed_on):
        raise Refusal(_("I don't find order {order} among yours. Type orders to list them."), order=number[:40])
    return order
