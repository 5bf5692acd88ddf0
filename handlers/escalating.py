"""Escalating: the reps are called when nobody begins, when setup cannot go on, or when somebody asks for them."""

from dataclasses import replace
from datetime import timedelta

from bot.actions import Action
from bot.context import Context
from bot.errors import Refusal
from bot.escalations import Escalation, Reason
from bot.events import ReminderDue, Undelivered
from bot.orders import Order, OrderState
from bot.outgoing import Address, Lane, Message
from bot.people import Role
from bot.reminders.rules import ESCALATE, WAKE, Reminder
from bot.routing import Router
from bot.texts import Texts, _, texts
from bot.wizard.steps import WIZARD
from cards.escalation import escalation_card
from cards.notice import notice
from handlers import coming_in, live

router = Router()

NUDGE_AGAIN_AFTER = timedelta(hours=1)
SNOOZES = {"4": timedelta(hours=4), "24": timedelta(days=1), "48": timedelta(days=2)}
NEXT_STEP = {
    Reason.NOT_BEGUN: _("A representative claims the order and contacts the provisioning contact."),
    Reason.UNKNOWN_ORGANIZATION: _("Find out which organization is right, then return the order to the contact."),
    Reason.UNDELIVERABLE: _("Find out who the person behind the address is, and correct the contact of the order."),
    Reason.SUBSCRIPTION_WRONG: _("Compare the subscription with the order, and tell the contact."),
    Reason.ASKED_FOR_REP: _("Answer the contact."),
}


@router.reminder(ESCALATE.name)
def escalation_due(ctx: Context, event: ReminderDue) -> None:
    """Nobody has begun a day after the requested start date: call the reps."""
    order = ctx.uow.orders.get(event.order)
    if order is not None and ESCALATE.while_(order):
        call_reps(ctx, order, Reason.NOT_BEGUN, lane=Lane.REMINDER)


@router.event(Undelivered)
def undelivered(ctx: Context, event: Undelivered) -> None:
    """A message did not reach its person: that is a task for the reps, never silence."""
    order = ctx.uow.orders.get(event.order)
    if order is not None and not order.state.is_over:
        call_reps(ctx, order, Reason.UNDELIVERABLE)


def call_reps(ctx: Context, order: Order, reason: Reason, lane: Lane = Lane.REPLY) -> None:
    """Open an escalation, or bring the open one up to date, and show its card in the rep space."""
    escalation = ctx.uow.escalations.get(order.number)
    if escalation is None:
        escalation = Escalation(order.number, ctx.now, reason)
        ctx.uow.escalations.open(escalation)
    elif escalation.reason != reason:
        escalation = replace(escalation, reason=reason, snoozed_until=None)
        ctx.uow.escalations.save(escalation)
    ctx.uow.audit.add(ctx.now, ctx.person.email, "escalated", order=order.number, detail={"reason": str(reason)})
    show(ctx, order, escalation, lane)


def show(ctx: Context, order: Order, escalation: Escalation, lane: Lane = Lane.REPLY) -> None:
    """Show the escalation's one live card in the rep space, in place of the one before."""
    if not ctx.rep_space:
        return
    message = card_of(ctx, order, escalation)
    live.put_live(ctx, key_of(order), Address(room_id=ctx.rep_space), message, order, lane=lane)


def card_of(ctx: Context, order: Order, escalation: Escalation) -> Message:
    t = rep_texts(ctx)
    last = ctx.uow.audit.of_order(order.number)
    return escalation_card(
        order,
        escalation,
        t,
        days_left=order.days_left(ctx.now, ctx.policy.zone),
        step_title=step_title(ctx, order, t),
        last_contact=max((line.at for line in last if line.actor == order.holder), default=order.invited_at),
        next_action=t(NEXT_STEP[Reason(escalation.reason)]),
        pack=ctx.packer(order, person=""),
    )


def step_title(ctx: Context, order: Order, t: Texts) -> str:
    """Say at which step the order's person is."""
    progress = ctx.uow.progress.get(order.number, order.holder)
    if progress is None:
        return t(_("not begun"))
    stop = WIZARD.current(progress, live.situation_of(ctx, order, order.holder))
    return t(stop.step.title) if stop else t(_("finished"))


def rep_texts(ctx: Context) -> Texts:
    """Return the language of the rep space; reps of all countries share it."""
    return texts("en")


def key_of(order: Order) -> str:
    return f"escalation:{order.number}"


@router.action("claim")
def claim_pressed(ctx: Context, action: Action) -> None:
    claim(ctx, action.order)


@router.action("release")
def release_pressed(ctx: Context, action: Action) -> None:
    release(ctx, action.order)


@router.action("nudge")
def nudge_pressed(ctx: Context, action: Action) -> None:
    nudge(ctx, action.order)


@router.action("snooze")
def snooze_pressed(ctx: Context, action: Action) -> None:
    snooze(ctx, action.order, ctx.inputs.get("hours", ""))


@router.action("resolve")
def resolve_pressed(ctx: Context, action: Action) -> None:
    resolve(ctx, action.order)


@router.action("return")
def return_pressed(ctx: Context, action: Action) -> None:
    give_back(ctx, action.order)


@router.command(
    "/claim", usage="/claim N", arguments=r"(?P<number>\S+)", role=Role.REP, help=_("Take an escalated order")
)
def claim(ctx: Context, number: str) -> None:
    """One owner at a time; the others are told who."""
    order, escalation = escalated(ctx, number)
    if escalation.owner and escalation.owner != ctx.person.email:
        raise Refusal(_("Order {order} is already claimed by {owner}."), order=number, owner=escalation.owner_name)
    escalation = escalation.claimed_by(ctx.person.email, ctx.person.called)
    change(ctx, order, escalation, "claim", _("{person} has claimed order {order}."))


@router.command(
    "/release",
    usage="/release N",
    arguments=r"(?P<number>\S+)",
    role=Role.REP,
    help=_("Give a claimed order back to all"),
)
def release(ctx: Context, number: str) -> None:
    order, escalation = escalated(ctx, number)
    if escalation.owner != ctx.person.email:
        raise Refusal(_("Only its owner can release order {order}."), order=number)
    change(ctx, order, escalation.released(), "release", _("{person} has released order {order}."))


@router.command(
    "/nudge",
    usage="/nudge N",
    arguments=r"(?P<number>\S+)",
    role=Role.REP,
    help=_("Remind the contact of an order now"),
)
def nudge(ctx: Context, number: str) -> None:
    """Send the contact the way in, at most once an hour."""
    order, _escalation = escalated(ctx, number)
    last = [line.at for line in ctx.uow.audit.of_order(number) if line.verb == "nudge"]
    if last and ctx.now - max(last) < NUDGE_AGAIN_AFTER:
        minutes = int((max(last) + NUDGE_AGAIN_AFTER - ctx.now).total_seconds() // 60) + 1
        raise Refusal(_("The contact was nudged within the last hour. Again in {minutes} minutes."), minutes=minutes)
    progress = ctx.uow.progress.get(order.number, order.holder)
    coming_in.put_start(ctx, order, order.holder, progress, lane=Lane.REMINDER)
    ctx.audit("nudge", order.number)
    say(ctx, order, _("{person} has nudged the contact of order {order}."))


@router.command(
    "/snooze",
    usage="/snooze N 4h",
    arguments=r"(?P<number>\S+) (?P<hours>4|24|48)h?",
    role=Role.REP,
    help=_("Put an escalation aside for 4, 24 or 48 hours"),
)
def snooze(ctx: Context, number: str, hours: str) -> None:
    """Put it aside for a while, never past the day on which the line closes."""
    order, escalation = escalated(ctx, number)
    if hours not in SNOOZES:
        raise Refusal(_("Choose for how long to snooze."))
    until = ctx.now + SNOOZES[hours]
    closes = order.at_local(order.closes_on(ctx.policy.zone), ctx.policy.timing.hour, ctx.policy.zone)
    if until > closes:
        raise Refusal(_("The line of order {order} closes before then; it cannot be snoozed that long."), order=number)
    ctx.uow.reminders.plan(Reminder(order.number, WAKE.name, until.isoformat(), until))
    change(ctx, order, replace(escalation, snoozed_until=until), "snooze", _("{person} has snoozed order {order}."))


@router.reminder(WAKE.name)
def woken(ctx: Context, event: ReminderDue) -> None:
    """The snooze is over: show the escalation again, if it is still open."""
    order = ctx.uow.orders.get(event.order)
    escalation = ctx.uow.escalations.get(event.order)
    if order is not None and escalation is not None:
        awake = replace(escalation, snoozed_until=None)
        ctx.uow.escalations.save(awake)
        show(ctx, order, awake, Lane.REMINDER)


@router.command(
    "/resolve", usage="/resolve N", arguments=r"(?P<number>\S+)", role=Role.REP, help=_("Close an escalation")
)
def resolve(ctx: Context, number: str) -> None:
    order, _escalation = escalated(ctx, number)
    close(ctx, order, f"resolved by {ctx.person.called}")
    ctx.audit("resolve", number)
    say(ctx, order, _("{person} has resolved the escalation of order {order}."))


@router.command(
    "/return",
    usage="/return N",
    arguments=r"(?P<number>\S+)",
    role=Role.REP,
    help=_("Give an order stopped for an unknown organization back to its contact"),
)
def give_back(ctx: Context, number: str) -> None:
    """The organization is cleared up: the contact goes on at the step where they stopped."""
    ctx.require(Role.REP)
    order = ctx.uow.orders.get(number)
    if order is None or order.state is not OrderState.STOPPED:
        raise Refusal(_("Order {order} is not stopped."), order=number[:40])
    order = live.with_state(ctx, order, OrderState.STARTED)
    ctx.audit("return", number)
    close(ctx, order, f"returned by {ctx.person.called}")
    progress = live.progress_of(ctx, order, order.holder)
    t = ctx.texts_of(order.holder, order)
    live.show_step(ctx, order, progress, note=t(_("Your Cisco representative has cleared this up. Please go on.")))
    say(ctx, order, _("{person} has returned order {order} to its contact."))


def close(ctx: Context, order: Order, resolution: str) -> None:
    """Close the open escalation of an order, if there is one; its card says so and can no longer be pressed."""
    escalation = ctx.uow.escalations.get(order.number)
    if escalation is None:
        return
    escalation = replace(escalation, resolved_at=ctx.now, resolution=resolution)
    ctx.uow.escalations.save(escalation)
    ctx.uow.reminders.withdraw(order.number, rules=(WAKE.name,))
    entry = ctx.uow.live_cards.forget(key_of(order))
    if entry is not None and ctx.rep_space:
        live.retire(ctx, entry, Address(room_id=ctx.rep_space), card_of(ctx, order, escalation))


def escalated(ctx: Context, number: str) -> tuple[Order, Escalation]:
    """Return an order with its open escalation, for a rep; refuses anybody else."""
    ctx.require(Role.REP)
    order, escalation = ctx.uow.orders.get(number), ctx.uow.escalations.get(number)
    if order is None or escalation is None:
        raise Refusal(_("There is no open escalation for order {order}."), order=number[:40])
    return order, escalation


def change(ctx: Context, order: Order, escalation: Escalation, verb: str, sentence: str) -> None:
    """Save an escalation, show it, and say in the space what was done."""
    ctx.uow.escalations.save(escalation)
    ctx.audit(verb, order.number)
    show(ctx, order, escalation)
    say(ctx, order, sentence)


def say(ctx: Context, order: Order, sentence: str) -> None:
    """Tell the rep space, and whoever asked from elsewhere, what was done."""
    message = notice(rep_texts(ctx), sentence, person=ctx.person.called, order=order.number)
    space = Address(room_id=ctx.rep_space)
    for address in {space, ctx.chat} - {Address()}:
        ctx.send(address, message, order=order.number)
