"""Escalating: the reps are called when nobody begins, when setup cannot go on, or when somebody asks for them."""

from dataclasses import replace
from datetime import datetime

from bot.dispatch.context import Context
from bot.dispatch.following import holds_still
from bot.dispatch.routing import Router
from bot.domain import escalations
from bot.domain.escalations import ADMINS, SAYS_LESS, Escalation, Reason, calls_of
from bot.domain.events import ReminderDue
from bot.domain.orders import Order
from bot.domain.outgoing import Address, Lane
from bot.language.texts import _
from bot.reminders.rules import CLOSING, ESCALATE, REVIEW, STALLED, UNCLAIMED, WAKE, Reminder, Standing
from bot.scheduling.planner import SIGNS_OF_LIFE, standing_of
from bot.scheduling.sweep import is_late
from cards.notice import notice
from cards.outcome import replaced_card
from handlers.chat import live_card
from handlers.escalations.card import Note, card_of, key_of, nothing_more, rep_texts, say, show, take_away, thread_of
from handlers.escalations.representatives import places_of, texts_at

router = Router()

# What a rep does about an order, besides what the contact does: a claim in which any of it happened is alive.
PROGRESS = (*SIGNS_OF_LIFE, "nudge", "note", "reply", "snooze", "order_changed")
WHY_CALLED = {ESCALATE.name: Reason.NOT_BEGUN, STALLED.name: Reason.STALLED, CLOSING.name: Reason.CLOSING}


@router.reminder(ESCALATE.name)
@router.reminder(STALLED.name)
@router.reminder(CLOSING.name)
def escalation_due(ctx: Context, event: ReminderDue) -> None:
    """Nobody has begun, nobody has answered, or the line closes with nobody in charge: call the reps."""
    standing = holds_still(ctx, event)
    if standing is not None:
        call_reps(ctx, standing.order, WHY_CALLED[event.rule], lane=Lane.REMINDER, note=lateness(ctx, event, standing))


def lateness(ctx: Context, event: ReminderDue, standing: Standing) -> Note:
    """Say that a call for the reps comes late, where it does."""
    if not is_late(event.due_at, ctx.now):
        return nothing_more
    sentence = _("This call comes late: it was due on {moment}.")
    return lambda t: t(sentence, moment=t.moment(event.due_at, standing.zone))


@router.reminder(UNCLAIMED.name)
def still_unclaimed(ctx: Context, event: ReminderDue) -> None:
    """Nobody has taken it: say so again where it was said, or to the admins."""
    standing = holds_still(ctx, event)
    escalation = standing.escalation if standing else None
    if standing is None or escalation is None or escalation.owner or escalation.is_asleep(ctx.now):
        return
    tell, _turn, since_text = event.occurrence.split(" ", 2)
    since = datetime.fromisoformat(since_text)
    if since < escalation.opened_at:
        return
    order = standing.order
    for place in ctx.policy.admin_chats if tell == ADMINS else places_of(ctx, order):
        t = texts_at(ctx, place)
        sentence = _("Nobody has claimed order {order} since {moment}.")
        message = notice(t, sentence, order=order.number, moment=t.moment(since, standing.zone))
        ctx.send_to(place, message, lane=Lane.REMINDER, parent_id=thread_of(ctx, order, place), awaited=False)


@router.reminder(WAKE.name)
def snooze_over(ctx: Context, event: ReminderDue) -> None:
    """The snooze is over: the escalation comes back."""
    order, escalation = ctx.uow.orders.get(event.order), ctx.uow.escalations.get(event.order)
    if order is None or escalation is None or escalation.is_asleep(ctx.now):
        return
    escalation = replace(escalation, snoozed_until=None)
    ctx.uow.escalations.save(escalation)
    show(ctx, order, escalation, Lane.REMINDER, note=lambda t: t(_("The snooze is over.")))


@router.reminder(REVIEW.name)
def claim_reviewed(ctx: Context, event: ReminderDue) -> None:
    """A claim in which nothing happened for a working day goes back to all; any other is looked at a day later."""
    standing = holds_still(ctx, event)
    if standing is None or standing.escalation is None:
        return
    escalation, claimed_at = standing.escalation, datetime.fromisoformat(event.occurrence)
    last = ctx.uow.audit.last_of(event.order, PROGRESS)
    if escalation.is_asleep(ctx.now) or (last is not None and last > claimed_at):
        plan_review(ctx, standing.order, ctx.now)
        return
    ctx.uow.audit.add(ctx.now, "", "reopened", order=event.order, detail={"owner": escalation.owner})
    sentence = _("{person} claimed this on {moment}, and nothing has happened since: it is open to all again.")
    owner, zone = escalation.owner_name, standing.zone
    open_to_all(ctx, standing.order, escalation)
    show(
        ctx,
        standing.order,
        escalation.released(),
        Lane.REMINDER,
        note=lambda t: t(sentence, person=owner, moment=t.moment(claimed_at, zone)),
    )


def open_to_all(ctx: Context, order: Order, escalation: Escalation) -> None:
    """Take the owner off an escalation; from now on it is called for as it was when it opened."""
    ctx.uow.escalations.save(escalation.released())
    ctx.uow.reminders.withdraw(order.number, rules=(REVIEW.name,))
    plan_calls(ctx, order, escalation)


def plan_review(ctx: Context, order: Order, after: datetime) -> None:
    """Promise to look at a claim a working day after a moment, at the same time of day."""
    standing = standing_of(ctx.uow, order, ctx.now, ctx.policy.timing)
    local = after.astimezone(standing.zone)
    day = standing.calendar.after(local.date(), 1)
    due_at = order.at_local(day, local.time(), ctx.policy.zone)
    ctx.uow.reminders.withdraw(order.number, rules=(REVIEW.name,))
    ctx.uow.reminders.plan(Reminder(order.number, REVIEW.name, after.isoformat(), due_at))


def call_reps(
    ctx: Context,
    order: Order,
    reason: Reason,
    lane: Lane = Lane.REPLY,
    *,
    note: Note = nothing_more,
    words: str = "",
) -> None:
    """Open an escalation, or bring the open one up to date, and show its card where the reps are."""
    escalation = ctx.uow.escalations.get(order.number)
    if escalation is None:
        escalation = opened(ctx, order, reason)
    elif reason in SAYS_LESS:
        return
    elif escalation.reason != reason:
        escalation = replace(escalation, reason=reason, snoozed_until=None)
        ctx.uow.escalations.save(escalation)
    facts = {"reason": str(reason), "policy": f"v{escalation.policy}", "route": escalation.route}
    ctx.uow.audit.add(ctx.now, ctx.person.email, "escalated", order=order.number, detail=facts)
    show(ctx, order, escalation, lane, note=note, words=words)


def opened(ctx: Context, order: Order, reason: Reason) -> Escalation:
    """Open an escalation, in the space and by the policy of now, whatever is changed about either later."""
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
    """Write the further calls of an escalation that nobody has into the calendar, counted from now."""
    standing = standing_of(ctx.uow, order, ctx.now, ctx.policy.timing)
    today = ctx.now.astimezone(standing.zone).date()
    ctx.uow.reminders.withdraw(order.number, rules=(UNCLAIMED.name,))
    for call in calls_of(escalation.levels):
        due_at = standing.for_reps(standing.calendar.after(today, call.working_days))
        occurrence = f"{call.tell} {call.level}.{call.turn} {ctx.now.isoformat()}"
        ctx.uow.reminders.plan(Reminder(order.number, UNCLAIMED.name, occurrence, due_at))


def close(ctx: Context, order: Order, resolution: str) -> None:
    """Close the open escalation of an order, if there is one; its cards say so and can no longer be pressed."""
    escalation = ctx.uow.escalations.get(order.number)
    if escalation is None:
        return
    escalation = replace(escalation, resolved_at=ctx.now, resolution=resolution)
    ctx.uow.escalations.save(escalation)
    ctx.uow.reminders.withdraw(order.number, rules=(WAKE.name, UNCLAIMED.name, REVIEW.name))
    for key in ctx.uow.live_cards.keys_of(f"escalation:{order.number}"):
        take_away(ctx, order, escalation, key)


def follow_rep(ctx: Context, before: Order, after: Order) -> None:
    """Another representative is named on an order: the open escalation goes from the one to the other."""
    escalation = ctx.uow.escalations.get(after.number)
    if before.rep == after.rep or escalation is None:
        return
    former, new = Address(email=before.rep), Address(email=after.rep)
    entry = ctx.uow.live_cards.forget(key_of(before, former)) if before.rep else None
    if entry is not None:
        live_card.retire(ctx, entry, former, replaced_card(texts_at(ctx, former)))
    if before.rep and escalation.owner == before.rep and not ctx.uow.spaces.is_in_one(ctx.rep_spaces.rooms, before.rep):
        open_to_all(ctx, after, escalation)
        show(ctx, after, escalation.released())
    elif after.rep:
        live_card.put_live(ctx, key_of(after, new), new, card_of(ctx, after, escalation, new), after)


def move_homeless(ctx: Context) -> None:
    """Show every open escalation whose space is none any more where it belongs now. The others stay where they are."""
    spaces = ctx.rep_spaces
    for escalation in ctx.uow.escalations.open_ones():
        order = ctx.uow.orders.get(escalation.order)
        if order is None or escalation.space in spaces.rooms:
            continue
        place = spaces.place_of(order)
        moved = replace(escalation, space=place.room_id, route=place.route)
        if moved != escalation:
            ctx.uow.escalations.save(moved)
            show(ctx, order, moved)


def contact_began(ctx: Context, order: Order) -> None:
    """The contact has begun after all: nobody needs to be called for that any more."""
    escalation = ctx.uow.escalations.get(order.number)
    if escalation is not None and escalation.reason == Reason.NOT_BEGUN:
        say(ctx, order, _("The contact of order {order} has begun the setup. The escalation is closed."))
        close(ctx, order, rep_texts(ctx)(_("The contact has begun the setup.")))
