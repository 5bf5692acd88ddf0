"""Escalating: the reps are called when nobody begins, when setup cannot go on, or when somebody asks for them."""

from dataclasses import replace
from datetime import datetime

from bot.context import Context
from bot.escalations import ADMINS, NEXT_STEP, SAYS_LESS, Escalation, Reason, calls
from bot.events import ReminderDue
from bot.orders import Order
from bot.outgoing import Address, Lane, Message
from bot.people import Role
from bot.reminders.following import SIGNS_OF_LIFE, holds_still, standing_of
from bot.reminders.rules import CLOSING, ESCALATE, REVIEW, STALLED, UNCLAIMED, WAKE, Reminder, Standing
from bot.reminders.sweep import is_late
from bot.routing import Router
from bot.texts import Texts, _, texts
from cards.escalation import escalation_card
from cards.notice import notice
from handlers import live

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


def lateness(ctx: Context, event: ReminderDue, standing: Standing) -> str:
    """Say that a call for the reps comes late, where it does."""
    if not is_late(event.due_at, ctx.now):
        return ""
    t = rep_texts(ctx)
    return t(_("This call comes late: it was due on {moment}."), moment=t.moment(event.due_at, standing.zone))


@router.reminder(UNCLAIMED.name)
def still_unclaimed(ctx: Context, event: ReminderDue) -> None:
    """Nobody has taken it: say so again where it was said, or to the admins."""
    standing = holds_still(ctx, event)
    escalation = standing.escalation if standing else None
    if standing is None or escalation is None or escalation.owner or escalation.is_asleep(ctx.now):
        return
    tell, _n, opened = event.occurrence.split(" ", 2)
    if opened != escalation.opened_at.isoformat():
        return
    sentence = _("Nobody has claimed order {order} since {moment}.")
    moment = rep_texts(ctx).moment(escalation.opened_at, standing.zone)
    if tell == ADMINS:
        tell_admins(ctx, standing.order, sentence, moment=moment)
    else:
        say(ctx, standing.order, sentence, moment=moment)


def tell_admins(ctx: Context, order: Order, sentence: str, **values: object) -> None:
    """Tell the admins what no representative has seen to."""
    for admin in sorted(ctx.policy.admins):
        message = notice(ctx.texts_of(admin), sentence, order=order.number, **values)
        ctx.send(Address(email=admin), message, lane=Lane.REMINDER, awaited=False)


@router.reminder(WAKE.name)
def snooze_over(ctx: Context, event: ReminderDue) -> None:
    """The snooze is over: the escalation comes back."""
    order, escalation = ctx.uow.orders.get(event.order), ctx.uow.escalations.get(event.order)
    if order is None or escalation is None or escalation.is_asleep(ctx.now):
        return
    escalation = replace(escalation, snoozed_until=None)
    ctx.uow.escalations.save(escalation)
    show(ctx, order, escalation, Lane.REMINDER, note=rep_texts(ctx)(_("The snooze is over.")))


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
    ctx.uow.escalations.save(escalation.released())
    ctx.uow.audit.add(ctx.now, "", "reopened", order=event.order, detail={"owner": escalation.owner})
    sentence = _("{person} claimed this on {moment}, and nothing has happened since: it is open to all again.")
    t = rep_texts(ctx)
    said = t(sentence, person=escalation.owner_name, moment=t.moment(claimed_at, standing.zone))
    show(ctx, standing.order, escalation.released(), Lane.REMINDER, note=said)


def plan_review(ctx: Context, order: Order, after: datetime) -> None:
    """Promise to look at a claim a working day after a moment, at the same time of day."""
    standing = standing_of(ctx.uow, order, ctx.now, ctx.policy.timing)
    local = after.astimezone(standing.zone)
    day = standing.calendar.after(local.date(), 1)
    due_at = order.at_local(day, local.time(), ctx.policy.zone)
    ctx.uow.reminders.withdraw(order.number, rules=(REVIEW.name,))
    ctx.uow.reminders.plan(Reminder(order.number, REVIEW.name, after.isoformat(), due_at))


def call_reps(
    ctx: Context, order: Order, reason: Reason, lane: Lane = Lane.REPLY, *, note: str = "", words: str = ""
) -> None:
    """Open an escalation, or bring the open one up to date, and show its card in the rep space."""
    escalation = ctx.uow.escalations.get(order.number)
    if escalation is None:
        escalation = Escalation(order.number, ctx.now, reason)
        ctx.uow.escalations.open(escalation)
        plan_calls(ctx, order, escalation)
    elif reason in SAYS_LESS:
        return
    elif escalation.reason != reason:
        escalation = replace(escalation, reason=reason, snoozed_until=None)
        ctx.uow.escalations.save(escalation)
    ctx.uow.audit.add(ctx.now, ctx.person.email, "escalated", order=order.number, detail={"reason": str(reason)})
    show(ctx, order, escalation, lane, note=note, words=words)


def plan_calls(ctx: Context, order: Order, escalation: Escalation) -> None:
    """Write the further calls of an escalation into the calendar, as the table of levels is now."""
    standing = standing_of(ctx.uow, order, ctx.now, ctx.policy.timing)
    opened_on = escalation.opened_at.astimezone(standing.zone).date()
    for n, (working_days, tell) in enumerate(calls()):
        due_at = standing.for_reps(standing.calendar.after(opened_on, working_days))
        occurrence = f"{tell} {n} {escalation.opened_at.isoformat()}"
        ctx.uow.reminders.plan(Reminder(order.number, UNCLAIMED.name, occurrence, due_at))


def show(
    ctx: Context, order: Order, escalation: Escalation, lane: Lane = Lane.REPLY, *, note: str = "", words: str = ""
) -> None:
    """Show the escalation's one live card in the rep space, in place of the one before.

    Where there is no rep space, the admins are told, so that a call is never lost.
    """
    message = card_of(ctx, order, escalation, note=note, words=words)
    if ctx.rep_space:
        live.put_live(ctx, key_of(order), Address(room_id=ctx.rep_space), message, order, lane=lane)
        return
    for admin in sorted(ctx.policy.admins):
        ctx.send(Address(email=admin), message, lane=lane, order=order.number, awaited=False)


def card_of(ctx: Context, order: Order, escalation: Escalation, *, note: str = "", words: str = "") -> Message:
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
        default_zone=ctx.policy.zone,
        note=note,
        words=words,
    )


def step_title(ctx: Context, order: Order, t: Texts) -> str:
    """Say at which step the order's person is."""
    progress = ctx.uow.progress.get(order.number, order.holder)
    if progress is None:
        return t(_("not begun"))
    stop = ctx.wizard.current(progress, live.situation_of(ctx, order, order.holder))
    return t(stop.step.title) if stop else t(_("finished"))


def rep_texts(ctx: Context) -> Texts:
    """Return the language of the rep space; reps of all countries share it."""
    return texts("en")


def key_of(order: Order) -> str:
    return f"escalation:{order.number}"


def close(ctx: Context, order: Order, resolution: str) -> None:
    """Close the open escalation of an order, if there is one; its card says so and can no longer be pressed."""
    escalation = ctx.uow.escalations.get(order.number)
    if escalation is None:
        return
    escalation = replace(escalation, resolved_at=ctx.now, resolution=resolution)
    ctx.uow.escalations.save(escalation)
    ctx.uow.reminders.withdraw(order.number, rules=(WAKE.name, UNCLAIMED.name, REVIEW.name))
    entry = ctx.uow.live_cards.forget(key_of(order))
    if entry is not None and ctx.rep_space:
        live.retire(ctx, entry, Address(room_id=ctx.rep_space), card_of(ctx, order, escalation))


def contact_began(ctx: Context, order: Order) -> None:
    """The contact has begun after all: nobody needs to be called for that any more."""
    escalation = ctx.uow.escalations.get(order.number)
    if escalation is not None and escalation.reason == Reason.NOT_BEGUN:
        say(ctx, order, _("The contact of order {order} has begun the setup. The escalation is closed."))
        close(ctx, order, rep_texts(ctx)(_("The contact has begun the setup.")))


def say(ctx: Context, order: Order, sentence: str, **values: object) -> None:
    """Tell the rep space what happened, under the order's card, and whoever asked from elsewhere."""
    message = notice(rep_texts(ctx), sentence, person=ctx.person.called, order=order.number, **values)
    if ctx.rep_space:
        ctx.send(Address(room_id=ctx.rep_space), message, order=order.number, parent_id=thread_of(ctx, order))
    if ctx.chat.room_id != ctx.rep_space and Role.REP in ctx.roles:
        ctx.reply(message, order=order.number)


def thread_of(ctx: Context, order: Order) -> str:
    """Return the message of an order's card in the rep space, under which follow-ups are said; "" when not known."""
    entry = ctx.uow.live_cards.get(key_of(order))
    posted = ctx.uow.outbox.message_of(entry) if entry is not None else None
    return posted.message_id if posted else ""
