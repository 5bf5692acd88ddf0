"""Steering: what representatives and admins change about an order, and the switch that holds reminders back."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.actions import Action
from bot.domain.escalations import Reason
from bot.domain.orders import Order, OrderState
from bot.domain.people import Role
from bot.errors import InvalidAnswer, Refusal
from bot.intake import cells
from bot.intake.saying import unquoted
from bot.language.texts import _
from bot.reminders.why import RULE_NAMES
from bot.scheduling.planner import follow
from bot.scheduling.sweep import PAUSED
from cards.confirm import confirm_card
from cards.notice import notice, notice_card
from handlers.chat import confirmations, live_card
from handlers.escalations import card, moving, opening
from handlers.escalations.who_may_act import order_for_rep
from handlers.orders import changes
from handlers.orders.rescheduling import moved
from handlers.orders.search import existing

router = Router()


@router.command(
    "/order set",
    usage="/order set N field=value",
    arguments=r"(?P<number>\S+) (?P<field>[a-z]+) ?= ?(?P<value>.+)",
    role=Role.ORDER_REP,
    help=_("Change the start date, contact or language of an order; its reminders follow"),
)
def order_set(ctx: Context, number: str, field: str, value: str) -> None:
    """Change one thing about an order, as if Cisco had; reminders, cards and people follow."""
    before = order_for_rep(ctx, number)
    changeable = ALL_CHANGES if Role.ADMIN in ctx.roles else CHANGES
    change = changeable.get(field.lower())
    if change is None:
        raise Refusal(_("You can change: {fields}."), fields=", ".join(changeable))
    if before.state in {OrderState.PROVISIONED, OrderState.CANCELLED}:
        raise Refusal(_("Order {order} is over; it can no longer be changed."), order=number)
    value = unquoted(value)
    after = change(ctx, before, value)
    ctx.uow.orders.save(after)
    ctx.audit("order_set", number, **{field.lower(): value})
    changes.withdraw_outdated(ctx, before, after)
    moving.follow_rep(ctx, before, after)
    follow(ctx.uow, after, ctx.now, ctx.policy.timing)
    ctx.reply_here(
        notice(ctx.t, _("Order {order} is changed. What follows: {next}"), order=number, next=next_of(ctx, after))
    )


def set_start(ctx: Context, order: Order, value: str) -> Order:
    """Move the requested start date. Before the new day nobody is reminded; a closed order is open again."""
    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise InvalidAnswer(_("Type the date like 2026-03-02.")) from None
    return moved(ctx, replace(order, start_date=day))


def set_contact(ctx: Context, order: Order, value: str) -> Order:
    """Give the order to another contact, who is invited. Once customer and partner are confirmed it is too late."""
    email = cells.email(value)
    if not order.state.is_before_mapping:
        raise Refusal(_("The contact can no longer be changed: customer and partner are confirmed."))
    for former in {order.holder, order.nominee} - {"", email}:
        t = ctx.texts_of(former, order)
        gone = notice_card(t, t(_("Order {order} is not with you."), order=order.number), [])
        live_card.drop_live(ctx, order, former, gone)
        ctx.uow.progress.drop(order.number, former)
    t = card.rep_texts(ctx)
    opening.close(ctx, order, t(_("The contact is now {person}."), person=email))
    state = OrderState.SCHEDULED if order.invited_at is None else OrderState.INVITED
    return replace(order, contact=email, holder=email, nominee="", with_customer=False, begun_at=None, state=state)


CHANGES: Mapping[str, Callable[[Context, Order, str], Order]] = {
    "start": set_start,
    "contact": set_contact,
    "language": lambda ctx, order, value: replace(order, language=cells.language(value)),
}
# Which representatives an order comes to follows from these, so an admin sets them.
ALL_CHANGES = {
    **CHANGES,
    "country": lambda ctx, order, value: replace(order, country=cells.country(value)),
    "zone": lambda ctx, order, value: replace(order, zone=cells.zone(value)),
    "rep": lambda ctx, order, value: replace(order, rep=cells.email(value)),
}


def next_of(ctx: Context, order: Order) -> str:
    """Say what an order is promised next."""
    pending = ctx.uow.reminders.pending(order.number)
    if not pending:
        return ctx.t(_("nothing"))
    rule = ctx.t(RULE_NAMES.get(pending[0].rule, pending[0].rule))
    return f"{rule}, {ctx.t.moment(pending[0].due_at, order.tz(ctx.policy.zone))}"


@router.command(
    "/order cancel",
    usage="/order cancel N",
    arguments=r"(?P<number>\S+)",
    role=Role.ADMIN,
    help=_("Cancel an order; asks first"),
)
def order_cancel(ctx: Context, number: str) -> None:
    """Ask before an order is cancelled: it cannot be taken back."""
    order = existing(ctx, number)
    if order.state.is_over:
        raise Refusal(_("Order {order} is over already."), order=number)
    touches = _("Order {order} for {customer} is cancelled for good, {person} is told, and its reminders end.")
    said = ctx.t(touches, order=number, customer=order.customer_name, person=order.holder)
    pack = ctx.packer(order, person=ctx.person.email)
    card = confirm_card(
        ctx.t,
        title=_("Cancel this order?"),
        sentences=[said],
        pack=pack,
        yes="cancel_order",
        no="keep_order",
        go_on=_("Cancel the order"),
        cancel=_("Keep it"),
    )
    confirmations.ask(ctx, card)


@router.action("cancel_order")
def cancel_confirmed(ctx: Context, action: Action) -> None:
    """An admin is sure."""
    ctx.require(Role.ADMIN)
    confirmations.close(ctx)
    before = existing(ctx, action.order)
    if before.state.is_over:
        raise Refusal(_("Order {order} is over already."), order=action.order)
    after = replace(before, state=OrderState.CANCELLED)
    ctx.uow.orders.save(after)
    ctx.audit("order_cancelled", after.number)
    changes.end(ctx, before, after)
    follow(ctx.uow, after, ctx.now, ctx.policy.timing)
    ctx.reply_here(notice(ctx.t, _("Order {order} is cancelled."), order=after.number))


@router.action("keep_order")
def cancel_declined(ctx: Context, action: Action) -> None:
    confirmations.close(ctx)
    ctx.reply_here(notice(ctx.t, _("Order {order} stays as it is."), order=action.order))


@router.command(
    "/escalate",
    usage="/escalate N",
    arguments=r"(?P<number>\S+)",
    role=Role.ADMIN,
    help=_("Ask the representatives to look at an order"),
)
def escalate(ctx: Context, number: str) -> None:
    """Call the reps for an order, whatever the calendar says."""
    order = existing(ctx, number)
    opening.call_reps(ctx, order, Reason.ASKED_BY_ADMIN)
    ctx.reply_here(notice(ctx.t, _("The representatives are asked to look at order {order}."), order=number))


@router.command("/pause", role=Role.ADMIN, help=_("Hold all reminders back; everything people do still works"))
def pause(ctx: Context) -> None:
    """Hold reminders back until /resume. What people type and press is handled as always."""
    ctx.uow.settings.set(PAUSED, f"{ctx.now.isoformat()} {ctx.person.email}")
    ctx.audit("pause")
    ctx.reply_here(
        notice(ctx.t, _("Reminders are held back until you type /resume. Everything people do still works."))
    )


@router.command("/resume", role=Role.ADMIN, help=_("Let reminders run again"))
def resume(ctx: Context) -> None:
    """Let reminders run again; of what was due meanwhile the most useful comes now, and says that it is late."""
    if not ctx.uow.settings.get(PAUSED):
        raise Refusal(_("Reminders are running."))
    waiting = ctx.uow.reminders.due_orders(ctx.now)
    people = len({person for _order, person in waiting})
    if people > 1:
        ask_to_resume(ctx, people, len(waiting))
    else:
        let_run(ctx)


def ask_to_resume(ctx: Context, people: int, orders: int) -> None:
    """Ask before many people hear from us at once."""
    touches = ctx.t(_("People who have reminders waiting: {people}. Orders: {orders}."), people=people, orders=orders)
    later = ctx.t(_("Each order brings one message, the most useful, and it says that it is late."))
    card = confirm_card(
        ctx.t,
        title=_("Let reminders run again?"),
        sentences=[touches, later],
        pack=ctx.packer(None, person=ctx.person.email),
        yes="resume_reminders",
        no="stay_paused",
        go_on=_("Let them run"),
        cancel=_("Stay paused"),
    )
    confirmations.ask(ctx, card)


@router.action("resume_reminders")
def resume_confirmed(ctx: Context, action: Action) -> None:
    """An admin is sure."""
    ctx.require(Role.ADMIN)
    confirmations.close(ctx)
    if not ctx.uow.settings.get(PAUSED):
        raise Refusal(_("Reminders are running."))
    let_run(ctx)


@router.action("stay_paused")
def resume_declined(ctx: Context, action: Action) -> None:
    confirmations.close(ctx)
    ctx.reply_here(notice(ctx.t, _("Reminders stay held back.")))


def let_run(ctx: Context) -> None:
    ctx.uow.settings.set(PAUSED, "")
    ctx.audit("resume")
    waiting = len(ctx.uow.reminders.due_orders(ctx.now))
    sentence = _("Reminders run again. What was due meanwhile comes now: {n} orders.")
    ctx.reply_here(notice(ctx.t, sentence, n=waiting))
