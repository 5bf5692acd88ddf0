"""Nudging: people are reminded whose turn it is, by the calendar or by a representative, and can put it off."""

from collections.abc import Sequence
from datetime import date, timedelta

from bot.dispatch.context import Context
from bot.dispatch.following import holds_still
from bot.dispatch.routing import Router
from bot.domain.actions import Action
from bot.domain.events import ReminderDue, RemindersDue
from bot.domain.orders import Order, OrderState
from bot.domain.outgoing import Address, Lane
from bot.domain.people import Role
from bot.errors import Refusal
from bot.language.texts import _
from bot.reminders.rules import AGAIN, INVITE, NUDGE, Reminder, Standing
from bot.reminders.why import why, why_many
from bot.scheduling.planner import standing_of
from bot.scheduling.sweep import is_late
from cards.digest import digest_card
from cards.notice import notice
from cards.nudge import nudge_card
from handlers.chat import live_card, own_orders
from handlers.escalations import card
from handlers.escalations.who_may_act import order_for_rep
from handlers.reminders import invitation

router = Router()

NUDGE_AGAIN_AFTER = timedelta(hours=1)
PUT_OFF_DAYS = (1, 2, 3, 7)


@router.reminder(NUDGE.name)
def nudge_due(ctx: Context, event: ReminderDue) -> None:
    """Remind the person whose turn it is."""
    standing = holds_still(ctx, event)
    if standing is not None:
        remind(ctx, standing, rule=event.rule, late=is_late(event.due_at, ctx.now))


router.reminder(AGAIN.name)(nudge_due)


@router.event(RemindersDue)
def many_due(ctx: Context, event: RemindersDue) -> None:
    """Send one list for everything that is due for one person."""
    due = [(each, standing) for each in event.reminders if (standing := holds_still(ctx, each))]
    orders = [invitation.invited(ctx, s.order) if each.rule == INVITE.name else s.order for each, s in due]
    if not orders:
        return
    orders.sort(key=lambda order: (order.closes_on(ctx.policy.zone), order.number))
    t = ctx.texts_of(event.email, orders[0])
    message = digest_card(
        orders,
        t,
        now=ctx.now,
        default_zone=ctx.policy.zone,
        pack=ctx.packer(orders[0], person=event.email),
        late=any(is_late(each.due_at, ctx.now) for each, _standing in due),
        why=why_many([(standing, each.rule) for each, standing in due], t),
    )
    entry = ctx.send_to(Address(email=event.email), message, lane=Lane.REMINDER)
    ctx.uow.live_cards.replace(own_orders.list_key(event.email), entry)


def remind(
    ctx: Context, standing: Standing, *, rule: str = "", late: bool = False, rep: str = "", words: str = ""
) -> None:
    """Owe a reminder to the person whose turn it is; it becomes their live card, one press from where they are."""
    order, person = standing.order, standing.person
    progress = ctx.uow.progress.get(order.number, person)
    t = ctx.texts_of(person, order)
    message = nudge_card(
        order,
        t,
        days_left=order.days_left(ctx.now, ctx.policy.zone),
        pack=ctx.packer(order, person=person, revision=progress.revision if progress else 0),
        why=why(standing, rule, t) if rule else "",
        step_title=card.step_title(ctx, order, t) if progress and progress.answers else "",
        handed_by=order.holder if order.nominee else "",
        late=late,
        words=words,
        rep=rep,
        later=days_to_put_off(standing),
    )
    # What a representative does goes out while reminders are paused, too.
    lane = Lane.REPLY if rep else Lane.REMINDER
    live_card.put_live(ctx, live_card.wizard_key(order, person), Address(email=person), message, order, lane=lane)


def days_to_put_off(standing: Standing) -> list[date]:
    """Return the days to which a person can put reminders off: all before the line closes."""
    today = standing.now.astimezone(standing.persons_zone).date()
    days = [today + timedelta(days=n) for n in PUT_OFF_DAYS]
    return [day for day in days if standing.for_person(day) < standing.closes_at]


@router.action("snooze_mine")
def snooze_pressed(ctx: Context, action: Action) -> None:
    """The person wants to be reminded on another day."""
    put_off(ctx, action.order, ctx.inputs.get("until", ""))


@router.command("later", "لاحقًا", help=_("Put reminders off until tomorrow"))
def later(ctx: Context) -> None:
    """Put off the reminders of all the person's orders until tomorrow."""
    mine = [order for order in ctx.uow.orders.held_by(ctx.person.email) if not order.state.is_over]
    if not mine:
        raise Refusal(_("There is no order with you at the moment. When one is due, I will write to you."))
    for order in mine:
        put_off(ctx, order.number, "")


def put_off(ctx: Context, number: str, until: str) -> None:
    """Remind again on another day, and not before; never once the line has closed."""
    order = order_to_put_off(ctx, number)
    standing = standing_of(ctx.uow, order, ctx.now, ctx.policy.timing)
    if not standing.wants_reminders:
        raise Refusal(_("You get no reminders at the moment. Type reminders to be reminded again."))
    days = days_to_put_off(standing)
    if not days:
        sentence = _("The line of order {order} closes before tomorrow; there is no later reminder.")
        raise Refusal(sentence, order=order.number)
    day = chosen_day(days, until)
    moment = standing.for_person(day)
    ctx.uow.reminders.snooze(order.number, moment, rules=(NUDGE.name, AGAIN.name))
    ctx.uow.reminders.plan(Reminder(order.number, AGAIN.name, AGAIN.occurrence(standing, str(day)), moment))
    ctx.audit("put_off", order.number, until=str(day))
    sentence = _("I will remind you of order {order} on {day}. Type setup to go on before that.")
    ctx.reply_here(notice(ctx.t, sentence, order=order.number, day=ctx.t.day(day)))


def order_to_put_off(ctx: Context, number: str) -> Order:
    order = ctx.uow.orders.get(number)
    if order is None or ctx.person.email not in {order.holder, order.nominee} or order.state.is_over:
        raise Refusal(_("I don't find order {order} among yours. Type orders to list them."), order=number[:40])
    return order


def chosen_day(days: Sequence[date], until: str) -> date:
    """Return the day that was chosen, if it can be; the first one when none was."""
    if not until:
        return days[0]
    for day in days:
        if day.isoformat() == until:
            return day
    raise Refusal(_("Please choose one of the days: {days}."), days=", ".join(map(str, days)))


@router.action("nudge")
def nudge_pressed(ctx: Context, action: Action) -> None:
    nudge(ctx, action.order)


@router.command(
    "/nudge",
    usage="/nudge N [words]",
    arguments=r"(?P<number>\S+)(?: (?P<words>.+))?",
    role=Role.ORDER_REP,
    help=_("Remind the contact of an order now, with your own words if you like"),
)
def nudge(ctx: Context, number: str, words: str = "") -> None:
    """Remind the person whose turn it is, at most once an hour."""
    order = order_for_rep(ctx, number)
    if order.state.is_over:
        raise Refusal(_("There is no open order {order}."), order=number[:40])
    refuse_nudging(ctx, order)
    standing = standing_of(ctx.uow, order, ctx.now, ctx.policy.timing)
    if not standing.wants_reminders:
        sentence = _("{person} wants no more reminders. Please call, or answer them with /reply.")
        raise Refusal(sentence, person=standing.person)
    remind(ctx, standing, rep=ctx.person.called, words=words)
    ctx.audit("nudge", number)
    card.say(ctx, order, _("{person} has nudged the contact of order {order}."))


def refuse_nudging(ctx: Context, order: Order) -> None:
    """Refuse where it is not the contact's turn, or where they were nudged within the hour."""
    if order.state is OrderState.SCHEDULED:
        sentence = _("The contact of order {order} is not invited yet: its start date is {day}.")
        raise Refusal(sentence, order=order.number, day=ctx.t.day(order.start_date))
    if order.state is OrderState.STOPPED:
        sentence = _("Order {order} waits for Cisco, not for its contact: /return gives it back.")
        raise Refusal(sentence, order=order.number)
    last = ctx.uow.audit.last_of(order.number, ("nudge",))
    if last is not None and ctx.now - last < NUDGE_AGAIN_AFTER:
        minutes = int((last + NUDGE_AGAIN_AFTER - ctx.now).total_seconds() // 60) + 1
        raise Refusal(_("The contact was nudged within the last hour. Again in {minutes} minutes."), minutes=minutes)
