"""Claiming: one representative takes an escalated order, gives it back, or loses it where nothing happens."""

from datetime import datetime

from bot.dispatch.context import Context
from bot.dispatch.following import holds_still
from bot.dispatch.routing import Router
from bot.domain.actions import Action
from bot.domain.internal_events import ReminderDue
from bot.domain.orders import Order
from bot.domain.outgoing import Lane
from bot.domain.people import Role
from bot.errors import Refusal
from bot.language.texts import _
from bot.reminders.reminder import Reminder
from bot.reminders.rules import REVIEW, UNCLAIMED
from bot.scheduling.planner import SIGNS_OF_LIFE, standing_of
from cards.escalation import CLAIMED
from handlers.escalations import card, opening
from handlers.escalations.case import Occasion
from handlers.escalations.who_may_act import escalated

router = Router()

# What a rep does about an order, besides what the contact does: a claim in which any of it happened is alive.
PROGRESS = (*SIGNS_OF_LIFE, "nudge", "note", "reply", "snooze", "order_changed")


@router.action("claim")
def claim_pressed(ctx: Context, action: Action) -> None:
    """Claim the order of the card."""
    claim(ctx, action.order)


@router.action("release")
def release_pressed(ctx: Context, action: Action) -> None:
    """Release the order of the card."""
    release(ctx, action.order)


@router.command(
    "/claim", usage="/claim N", arguments=r"(?P<number>\S+)", role=Role.ORDER_REP, help=_("Claim an escalated order")
)
def claim(ctx: Context, number: str) -> None:
    """Let one representative own an escalated order, and tell the others who that is."""
    order, before = escalated(ctx, number)
    if before.owner == ctx.person.email:
        # Pressed twice, or on an older card.
        raise Refusal(_("You have claimed order {order} already."), order=number)
    escalation = ctx.uow.escalations.claim(number, ctx.person.email, ctx.person.called, ctx.now)
    if escalation.owner != ctx.person.email:
        sentence = _("{person}, order {order} is already claimed by {owner}.")
        raise Refusal(sentence, person=ctx.person.called, order=number, owner=escalation.owner_name)
    ctx.uow.reminders.withdraw(number, rules=(UNCLAIMED.name,))
    plan_review(ctx, order, ctx.now)
    card.change(ctx, order, escalation, "claim", CLAIMED)


@router.command(
    "/release",
    usage="/release N",
    arguments=r"(?P<number>\S+)",
    role=Role.ORDER_REP,
    help=_("Release an order that you claimed, for all representatives"),
)
def release(ctx: Context, number: str) -> None:
    """Let the owner, or an admin for them, give an order back to all; its calls begin anew."""
    order, escalation = escalated(ctx, number)
    if not escalation.owner:
        raise Refusal(_("Nobody has claimed order {order}."), order=number)
    if escalation.owner != ctx.person.email and Role.ADMIN not in ctx.roles:
        raise Refusal(_("Only whoever claimed order {order} or an admin can release it."), order=number)
    opening.open_to_all(ctx, order, escalation)
    card.change(ctx, order, escalation.released(), "release", _("{person} has released order {order}."))


@router.reminder(REVIEW.name)
def claim_reviewed(ctx: Context, event: ReminderDue) -> None:
    """Give a claim back to all if nothing happened for a working day; else look at it again a working day later."""
    standing = holds_still(ctx, event)
    if standing is None or standing.escalation is None:
        return
    escalation, claimed_at = standing.escalation, datetime.fromisoformat(event.occurrence)
    last = ctx.uow.audit.last_of(event.order, PROGRESS)
    if escalation.is_asleep(ctx.now) or (last is not None and last > claimed_at):
        plan_review(ctx, standing.order, ctx.now)
        return
    ctx.uow.audit.add(ctx.now, "", "reopened", order=event.order, detail={"owner": escalation.owner})
    sentence = _(
        "{person} claimed this on {moment}, and nothing has happened since. It is open to all representatives again."
    )
    owner, zone = escalation.owner_name, standing.zone
    opening.open_to_all(ctx, standing.order, escalation)
    occasion = Occasion(lambda t: t(sentence, person=owner, moment=t.moment(claimed_at, zone)), rule=REVIEW)
    card.show(ctx, standing.order, escalation.released(), Lane.REMINDER, occasion)


def plan_review(ctx: Context, order: Order, after: datetime) -> None:
    """Promise to look at a claim a working day after a moment, at the same time of day."""
    standing = standing_of(ctx.uow, order, ctx.now, ctx.policy.timing)
    local = after.astimezone(standing.zone)
    day = standing.calendar.after(local.date(), 1)
    due_at = order.at_local(day, local.time(), ctx.policy.zone)
    ctx.uow.reminders.withdraw(order.number, rules=(REVIEW.name,))
    ctx.uow.reminders.plan(Reminder(order.number, REVIEW.name, after.isoformat(), due_at))
