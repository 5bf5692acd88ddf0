"""Calling: the representatives are called when a day has come, and again while nobody has claimed the order."""

from bot.dispatch.context import Context
from bot.dispatch.following import holds_still
from bot.dispatch.routing import Router
from bot.domain.escalations import ADMINS, RepeatedCall
from bot.domain.internal_events import ReminderDue
from bot.domain.outgoing import Lane, Message
from bot.language.texts import _
from bot.reminders.rule import Audience
from bot.reminders.rules import RULES, UNCLAIMED
from bot.reminders.standing import Standing
from bot.reminders.why import why_told
from bot.scheduling.sweep import is_late
from handlers.escalations import opening
from handlers.escalations.card import redraw, thread_of
from handlers.escalations.case import AS_IT_STANDS, Occasion
from handlers.escalations.places import places_of, texts_at

router = Router()


@router.reminder(Audience.REPS)
def call_due(ctx: Context, event: ReminderDue) -> None:
    """Call the representatives for an order, for the reason that the rule gives."""
    standing = holds_still(ctx, event)
    reason = RULES[event.rule].calls_for
    if standing is not None and reason is not None:
        opening.call_reps(ctx, standing.order, reason, Lane.REMINDER, lateness(ctx, event, standing))


def lateness(ctx: Context, event: ReminderDue, standing: Standing) -> Occasion:
    """Say that a call for the reps comes late, where it does."""
    if not is_late(event.due_at, ctx.now):
        return AS_IT_STANDS
    sentence = _("This alert comes late: it was due on {moment}.")
    return Occasion(lambda t: t(sentence, moment=t.moment(event.due_at, standing.zone)))


@router.reminder(UNCLAIMED.name)
def still_unclaimed(ctx: Context, event: ReminderDue) -> None:
    """Say again, where it was said before or to the admins, that nobody has claimed an order."""
    standing = holds_still(ctx, event)
    escalation = standing.escalation if standing else None
    if standing is None or escalation is None or escalation.owner or escalation.is_asleep(ctx.now):
        return
    call = RepeatedCall.of(event.occurrence)
    if call.since < escalation.opened_at:
        return
    order = standing.order
    for place in ctx.admin_chats if call.tell == ADMINS else places_of(ctx, order):
        t = texts_at(ctx, place)
        sentence = _("Please claim order {order}: type /claim {order}. Nobody has claimed it since {moment}.")
        words = t(sentence, order=order.number, moment=t.moment(call.since, standing.zone))
        because = why_told(standing, UNCLAIMED, t)
        message = Message(f"{words}\n{because.question} {because.sentences[0]}")
        thread = thread_of(ctx, order, place)
        # In somebody's own chat it is not of the order, or it would be taken back as a reminder of theirs.
        about = order.number if place.room_id else ""
        ctx.send_to(place, message, lane=Lane.REMINDER, order=about, parent_id=thread, awaited=False)
    redraw(ctx, order, escalation)
