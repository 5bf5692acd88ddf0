"""Escalating: an escalation is opened, brought up to date and closed, and its further calls are planned."""

from dataclasses import replace

from bot.dispatch.context import Context
from bot.domain import escalations
from bot.domain.escalations import SAYS_LESS, Escalation, Reason, RepeatedCall, calls_of
from bot.domain.orders import Order
from bot.domain.outgoing import Address, Lane
from bot.language.texts import _
from bot.reminders.reminder import Reminder
from bot.reminders.rules import REVIEW, UNCLAIMED, WAKE
from bot.scheduling.planner import standing_of
from handlers.escalations.card import Entries, end_all, pass_files_on, say, show
from handlers.escalations.case import AS_IT_STANDS, Occasion
from handlers.escalations.places import rep_texts, room_of


def call_reps(
    ctx: Context,
    order: Order,
    reason: Reason,
    lane: Lane = Lane.REPLY,
    occasion: Occasion = AS_IT_STANDS,
) -> Entries:
    """Open an escalation, or bring the open one up to date, and show its card where the reps are.

    Return the entries that tell each place of it.
    """
    escalation = ctx.uow.escalations.get(order.number)
    if escalation is None:
        escalation = opened(ctx, order, reason)
    elif reason in SAYS_LESS:
        return []
    elif escalation.reason is not reason:
        escalation = replace(escalation, reason=reason, snoozed_until=None)
        ctx.uow.escalations.save(escalation)
    facts = {"reason": str(reason), "policy": f"v{escalation.policy}", "route": escalation.route}
    ctx.uow.audit.add(ctx.now, ctx.person.email, "escalated", order=order.number, detail=facts)
    entries = show(ctx, order, escalation, lane, occasion)
    pass_files_on(ctx, order, entries)
    return entries


def opened(ctx: Context, order: Order, reason: Reason) -> Escalation:
    """Open an escalation in the present space and by the present policy, which it keeps."""
    place, policy = ctx.rep_spaces.place_of(order), escalations.POLICY
    escalation = Escalation(
        order.number,
        ctx.now,
        reason,
        space=place.room_id,
        route=place.route,
        policy=policy.version,
        levels=policy.levels,
    )
    ctx.uow.escalations.open(escalation)
    plan_calls(ctx, order, escalation)
    return escalation


def plan_calls(ctx: Context, order: Order, escalation: Escalation) -> None:
    """Put the further calls of an escalation that nobody has claimed into the calendar, counted from now."""
    standing = standing_of(ctx.uow, order, ctx.now, ctx.policy.timing)
    today = ctx.now.astimezone(standing.zone).date()
    ctx.uow.reminders.withdraw(order.number, rules=(UNCLAIMED.name,))
    for call in calls_of(escalation.levels):
        due_at = standing.for_reps(standing.calendar.after(today, call.working_days))
        repeated = RepeatedCall(call.tell, str(call.level), str(call.turn), ctx.now)
        ctx.uow.reminders.plan(Reminder(order.number, UNCLAIMED.name, repeated.occurrence, due_at))


def open_to_all(ctx: Context, order: Order, escalation: Escalation) -> None:
    """Take the owner off an escalation; from now on its calls are repeated as when it opened."""
    ctx.uow.escalations.save(escalation.released())
    ctx.uow.reminders.withdraw(order.number, rules=(REVIEW.name,))
    plan_calls(ctx, order, escalation)


def close(ctx: Context, order: Order, sentence: str, **values: object) -> None:
    """Close the open escalation of an order, if there is one; its cards say so and can no longer be pressed.

    The marked sentence tells how it ended, in the language of the order's space; {person} in it is who did it. What
    still waits there to call for it is taken back.
    """
    escalation = ctx.uow.escalations.get(order.number)
    if escalation is None:
        return
    resolution = rep_texts(ctx, order)(sentence, **{"person": ctx.person.called, **values})
    escalation = replace(escalation, resolved_at=ctx.now, resolution=resolution)
    ctx.uow.withdrawals.calls(order.number, Address(room_id=room_of(ctx, order)))
    ctx.uow.escalations.save(escalation)
    ctx.uow.reminders.withdraw(order.number, rules=(WAKE.name, UNCLAIMED.name, REVIEW.name))
    end_all(ctx, order, escalation)


def is_called_for(ctx: Context, order: Order, *reasons: Reason) -> bool:
    """Return whether an escalation of an order is open for one of these reasons."""
    escalation = ctx.uow.escalations.get(order.number)
    return escalation is not None and escalation.reason in reasons


def contact_began(ctx: Context, order: Order) -> None:
    """Resolve an escalation that was opened because nobody had begun: now the contact has."""
    if is_called_for(ctx, order, Reason.NOT_BEGUN):
        say(ctx, order, _("The contact of order {order} has begun the setup. The escalation is closed."))
        close(ctx, order, _("The contact has begun the setup."))
