"""Escalating: the reps are called when nobody begins, when setup cannot go on, or when somebody asks for them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot import escalations
from bot.context import Context
from bot.escalations import ADMINS, NEXT_STEP, REASONS, SAYS_LESS, Escalation, Reason, calls_of
from bot.events import ReminderDue
from bot.orders import Order
from bot.outgoing import Address, Lane, Message
from bot.reminders.following import SIGNS_OF_LIFE, holds_still, standing_of
from bot.reminders.rules import CLOSED, CLOSING, ESCALATE, REVIEW, STALLED, UNCLAIMED, WAKE, Reminder, Standing
from bot.reminders.sweep import is_late
from bot.reminders.why import why_called
from bot.routing import Router
from bot.texts import Texts, _, texts
from bot.wizard.engine import Stop
from cards.escalation import escalation_card
from cards.notice import notice
from cards.outcome import replaced_card
from handlers import live
from handlers.reps import is_rep_of, places_of, texts_at

router = Router()

# What a card says besides how things stand, in the language of whoever reads it.
Note = Callable[[Texts], str]

# What a rep does about an order, besides what the contact does: a claim in which any of it happened is alive.
PROGRESS = (*SIGNS_OF_LIFE, "nudge", "note", "reply", "snooze", "order_changed")
BY_ITSELF = {
    UNCLAIMED.name: _("{moment}: the call is repeated, unless somebody has claimed the order."),
    REVIEW.name: _("{moment}: the claim goes back to all, unless something has happened."),
    WAKE.name: _("{moment}: the snooze ends."),
    CLOSED.name: _("{moment}: the order line closes."),
}
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


def nothing_more(_t: Texts) -> str:
    return ""


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
    admins = [Address(email=admin) for admin in sorted(ctx.policy.admins)]
    for place in admins if tell == ADMINS else places_of(ctx, order):
        t = texts_at(ctx, place)
        sentence = _("Nobody has claimed order {order} since {moment}.")
        message = notice(t, sentence, order=order.number, moment=t.moment(since, standing.zone))
        ctx.send(place, message, lane=Lane.REMINDER, parent_id=thread_of(ctx, order, place), awaited=False)


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
    ctx: Context, order: Order, reason: Reason, lane: Lane = Lane.REPLY, *, note: Note = nothing_more, words: str = ""
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


def show(
    ctx: Context,
    order: Order,
    escalation: Escalation,
    lane: Lane = Lane.REPLY,
    *,
    note: Note = nothing_more,
    words: str = "",
) -> None:
    """Show the escalation wherever its reps are: in each place its one live card, as things stand now.

    In a space the card changes where it stands, and what happened is said in its thread, which stays one.
    """
    for place in places_of(ctx, order):
        key, message = key_of(order, place), card_of(ctx, order, escalation, place, note=note, words=words)
        if place.room_id and live.change_in_place(ctx, key, place, message, lane):
            tell_thread(ctx, order, escalation, place, lane, note)
        else:
            live.put_live(ctx, key, place, message, order, lane=lane)


def tell_thread(ctx: Context, order: Order, escalation: Escalation, place: Address, lane: Lane, note: Note) -> None:
    """Say under a card what changed in it: an edit by itself tells nobody."""
    t = texts_at(ctx, place)
    message = Message(note(t) or t(REASONS[Reason(escalation.reason)]))
    thread = thread_of(ctx, order, place)
    ctx.send(place, message, lane=lane, order=order.number, parent_id=thread, awaited=False)


def card_of(
    ctx: Context, order: Order, escalation: Escalation, place: Address, *, note: Note = nothing_more, words: str = ""
) -> Message:
    t = texts_at(ctx, place)
    return escalation_card(
        order,
        escalation,
        t,
        days_left=order.days_left(ctx.now, ctx.policy.zone),
        step_title=step_title(ctx, order, t),
        missing=[t(stop.step.title) for stop in missing(ctx, order)],
        last_contact=last_contact(ctx, order),
        next_action=t(NEXT_STEP[Reason(escalation.reason)]),
        by_itself=by_itself(ctx, order, escalation, t),
        pack=ctx.packer(order, person=place.email),
        default_zone=ctx.policy.zone,
        note=note(t),
        words=words,
        flags=ctx.uow.flags.open_of(order.number),
        why=why_called(standing_of(ctx.uow, order, ctx.now, ctx.policy.timing), escalation.reason, t),
    )


def last_contact(ctx: Context, order: Order) -> datetime | None:
    """Return when the order's person last did something, else when a message of ours last reached them."""
    did = [line.at for line in ctx.uow.audit.of_order(order.number) if line.actor == order.holder]
    return max(did) if did else ctx.uow.outbox.last_reached(order.number, order.holder, order.invited_at)


def step_title(ctx: Context, order: Order, t: Texts) -> str:
    """Say at which step the order's person is."""
    progress = ctx.uow.progress.get(order.number, order.holder)
    if progress is None:
        return t(_("not begun"))
    stop = ctx.wizard.current(progress, live.situation_of(ctx, order, order.holder))
    return t(stop.step.title) if stop else t(_("finished"))


def missing(ctx: Context, order: Order) -> list[Stop]:
    """Return the steps that the order's person has still to answer; none where nothing is begun."""
    progress = ctx.uow.progress.get(order.number, order.holder)
    if progress is None or not progress.answers:
        return []
    return ctx.wizard.missing(progress, live.situation_of(ctx, order, order.holder))


def by_itself(ctx: Context, order: Order, escalation: Escalation, t: Texts) -> str:
    """Say what happens next if nobody acts, and when."""
    for each in ctx.uow.reminders.pending(order.number):
        sentence = BY_ITSELF.get(each.rule)
        if sentence is None or each.due_at <= ctx.now or not is_to_come(each, escalation):
            continue
        if each.rule == UNCLAIMED.name and each.occurrence.startswith(ADMINS):
            sentence = _("{moment}: the admins are told, unless somebody has claimed the order.")
        return t(sentence, moment=t.moment(each.due_at, order.tz(ctx.policy.zone)))
    return ""


def is_to_come(reminder: Reminder, escalation: Escalation) -> bool:
    """Return whether a promise will do something as the escalation stands."""
    if reminder.rule == UNCLAIMED.name:
        return not escalation.owner and not escalation.is_asleep(reminder.due_at)
    return reminder.rule != REVIEW.name or escalation.owner != ""


def rep_texts(ctx: Context) -> Texts:
    """Return the language in which it is written down what became of an escalation: that of the rep spaces."""
    return texts("en")


def key_of(order: Order, place: Address) -> str:
    """Name the live card of an escalation: one in the space, one for each person who has it directly."""
    return f"escalation:{order.number}:{place.email}" if place.email else f"escalation:{order.number}"


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


def take_away(ctx: Context, order: Order, escalation: Escalation, key: str) -> None:
    """Let a card of an escalation show what became of it."""
    number = ctx.uow.live_cards.forget(key)
    entry = ctx.uow.outbox.get(number) if number is not None else None
    if entry is not None:
        live.retire(ctx, entry.id, entry.address, card_of(ctx, order, escalation, entry.address))


def follow_rep(ctx: Context, before: Order, after: Order) -> None:
    """Another representative is named on an order: the open escalation goes from the one to the other."""
    escalation = ctx.uow.escalations.get(after.number)
    if before.rep == after.rep or escalation is None:
        return
    former, new = Address(email=before.rep), Address(email=after.rep)
    entry = ctx.uow.live_cards.forget(key_of(before, former)) if before.rep else None
    if entry is not None:
        live.retire(ctx, entry, former, replaced_card(texts_at(ctx, former)))
    if before.rep and escalation.owner == before.rep and not ctx.uow.spaces.is_in_one(ctx.rep_spaces.rooms, before.rep):
        open_to_all(ctx, after, escalation)
        show(ctx, after, escalation.released())
    elif after.rep:
        live.put_live(ctx, key_of(after, new), new, card_of(ctx, after, escalation, new), after)


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


def say(ctx: Context, order: Order, sentence: str, **values: object) -> None:
    """Tell the reps of an order what happened, under its card, and the rep who did it from elsewhere."""
    places = places_of(ctx, order)
    for place in places:
        message = notice(texts_at(ctx, place), sentence, person=ctx.person.called, order=order.number, **values)
        ctx.send(place, message, order=order.number, parent_id=thread_of(ctx, order, place))
    if ctx.chat not in places and is_rep_of(ctx, order):
        ctx.reply(notice(ctx.t, sentence, person=ctx.person.called, order=order.number, **values), order=order.number)


def thread_of(ctx: Context, order: Order, place: Address) -> str:
    """Return the message of an order's card in a space, under which follow-ups are said; "" where there is none."""
    entry = ctx.uow.live_cards.get(key_of(order, place)) if place.room_id else None
    posted = ctx.uow.outbox.message_of(entry) if entry is not None else None
    return posted.message_id if posted and posted.room_id == place.room_id else ""
