"""Taking over: what a representative does with an escalation, by button or by word."""

from dataclasses import replace
from datetime import timedelta

from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.actions import Action
from bot.domain.escalations import Escalation
from bot.domain.orders import Order, OrderState
from bot.domain.outgoing import Message
from bot.domain.people import Role
from bot.errors import Refusal
from bot.language.texts import _
from bot.reminders.rules import UNCLAIMED, WAKE, Reminder
from bot.scheduling.planner import standing_of
from handlers.chat import live_card
from handlers.escalations import card, opening
from handlers.escalations.representatives import order_for_rep, places_of
from handlers.wizard import flags

router = Router()

SNOOZES = {
    "4": timedelta(hours=4),
    **dict.fromkeys(("24", "1d"), timedelta(days=1)),
    **dict.fromkeys(("48", "2d"), timedelta(days=2)),
}


@router.action("claim")
def claim_pressed(ctx: Context, action: Action) -> None:
    claim(ctx, action.order)


@router.action("release")
def release_pressed(ctx: Context, action: Action) -> None:
    release(ctx, action.order)


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
    "/claim", usage="/claim N", arguments=r"(?P<number>\S+)", role=Role.ORDER_REP, help=_("Take an escalated order")
)
def claim(ctx: Context, number: str) -> None:
    """One owner at a time; the others are told who."""
    order, _before = escalated(ctx, number)
    escalation = ctx.uow.escalations.claim(number, ctx.person.email, ctx.person.called, ctx.now)
    if escalation.owner != ctx.person.email:
        sentence = _("{person}, order {order} is already claimed by {owner}.")
        raise Refusal(sentence, person=ctx.person.called, order=number, owner=escalation.owner_name)
    ctx.uow.reminders.withdraw(number, rules=(UNCLAIMED.name,))
    opening.plan_review(ctx, order, ctx.now)
    change(ctx, order, escalation, "claim", _("{person} has claimed order {order}."))


@router.command(
    "/release",
    usage="/release N",
    arguments=r"(?P<number>\S+)",
    role=Role.ORDER_REP,
    help=_("Give a claimed order back to all"),
)
def release(ctx: Context, number: str) -> None:
    """Its owner gives it back, or an admin for them; it is called for again as it was when it opened."""
    order, escalation = escalated(ctx, number)
    if not escalation.owner:
        raise Refusal(_("Nobody has claimed order {order}."), order=number)
    if escalation.owner != ctx.person.email and Role.ADMIN not in ctx.roles:
        raise Refusal(_("Only its owner or an admin can release order {order}."), order=number)
    opening.open_to_all(ctx, order, escalation)
    change(ctx, order, escalation.released(), "release", _("{person} has released order {order}."))


@router.command(
    "/snooze",
    usage="/snooze N 4h",
    arguments=r"(?P<number>\S+) (?P<hours>(?:4|24|48)h?|[12]d)",
    role=Role.ORDER_REP,
    help=_("Put an escalation aside for 4, 24 or 48 hours"),
)
def snooze(ctx: Context, number: str, hours: str) -> None:
    """Put it aside for a while, never past the moment at which the line closes."""
    order, escalation = escalated(ctx, number)
    leave_to_owner(ctx, escalation)
    hours = hours.lower().removesuffix("h")
    if hours not in SNOOZES:
        raise Refusal(_("Choose for how long to snooze."))
    until = ctx.now + SNOOZES[hours]
    standing = standing_of(ctx.uow, order, ctx.now, ctx.policy.timing)
    if not order.state.is_over and until > standing.closes_at:
        raise Refusal(_("The line of order {order} closes before then; it cannot be snoozed that long."), order=number)
    ctx.uow.reminders.withdraw(number, rules=(WAKE.name,))
    ctx.uow.reminders.plan(Reminder(order.number, WAKE.name, until.isoformat(), until))
    escalation = replace(escalation, snoozed_until=until)
    change(ctx, order, escalation, "snooze", _("{person} has snoozed the escalation of order {order}."))


@router.command(
    "/resolve", usage="/resolve N", arguments=r"(?P<number>\S+)", role=Role.ORDER_REP, help=_("Close an escalation")
)
def resolve(ctx: Context, number: str) -> None:
    """What it was called for is done."""
    order, escalation = escalated(ctx, number)
    leave_to_owner(ctx, escalation)
    card.say(ctx, order, _("{person} has resolved the escalation of order {order}."))
    opening.close(ctx, order, resolution(ctx, _("Resolved by {person}.")))
    ctx.audit("resolve", number)
    flags.seen_to(ctx, order)


@router.command(
    "/return",
    usage="/return N",
    arguments=r"(?P<number>\S+)",
    role=Role.ORDER_REP,
    help=_("Give an order stopped for an unknown organization back to its contact"),
)
def give_back(ctx: Context, number: str) -> None:
    """The organization is cleared up: the contact goes on at the step where they stopped."""
    order = order_for_rep(ctx, number)
    if order.state is not OrderState.STOPPED:
        raise Refusal(_("Order {order} is not stopped."), order=number[:40])
    escalation = ctx.uow.escalations.get(number)
    if escalation is not None:
        leave_to_owner(ctx, escalation)
    order = live_card.with_state(ctx, order, OrderState.STARTED)
    ctx.audit("return", number)
    card.say(ctx, order, _("{person} has returned order {order} to its contact."))
    opening.close(ctx, order, resolution(ctx, _("Returned to the contact by {person}.")))
    progress = live_card.progress_of(ctx, order, order.holder)
    t = ctx.texts_of(order.holder, order)
    live_card.show_step(ctx, order, progress, note=t(_("Your Cisco representative has cleared this up. Please go on.")))


def resolution(ctx: Context, sentence: str) -> str:
    return card.rep_texts(ctx)(sentence, person=ctx.person.called)


def escalated(ctx: Context, number: str) -> tuple[Order, Escalation]:
    """Return an order with its open escalation, for a rep; refuses anybody else."""
    order = order_for_rep(ctx, number)
    escalation = ctx.uow.escalations.get(order.number)
    if escalation is None:
        raise Refusal(_("There is no open escalation for order {order}."), order=number[:40])
    return order, escalation


def leave_to_owner(ctx: Context, escalation: Escalation) -> None:
    """Refuse where another rep has the order in hand; an admin may step in."""
    if escalation.owner in {"", ctx.person.email} or Role.ADMIN in ctx.roles:
        return
    sentence = _(
        "Order {order} is with {owner}, who alone can do that. Ask them for /release {order}; after that, claim it."
    )
    raise Refusal(sentence, order=escalation.order, owner=escalation.owner_name)


def change(ctx: Context, order: Order, escalation: Escalation, verb: str, sentence: str) -> None:
    """Save an escalation, and show it with what was done; whoever did it elsewhere is answered there."""
    ctx.uow.escalations.save(escalation)
    ctx.audit(verb, order.number)
    person = ctx.person.called
    card.show(ctx, order, escalation, note=lambda t: t(sentence, person=person, order=order.number))
    if ctx.chat not in places_of(ctx, order):
        ctx.reply_here(Message(ctx.t(sentence, person=ctx.person.called, order=order.number)), order=order.number)
