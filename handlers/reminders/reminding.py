"""Reminding: the person whose turn it is is reminded, by the calendar or by a representative."""

from datetime import date, timedelta

from bot.dispatch.context import Context
from bot.domain.orders import OrderState
from bot.domain.outgoing import Address, Lane, Message
from bot.language.texts import Texts
from bot.reminders.rule import Rule
from bot.reminders.standing import Standing
from bot.reminders.why import why
from cards.nudge import Nudge, nudge_card
from cards.words import LONGEST_QUOTED, in_quotes
from handlers.chat import live_card, steps
from handlers.chat.completion import handed_to_system
from handlers.wizard import sending_packet

PUT_OFF_DAYS = (1, 2, 3, 7)


def remind(
    ctx: Context, standing: Standing, *, rule: Rule | None = None, late: bool = False, rep: str = "", words: str = ""
) -> int:
    """Owe a reminder to the person whose turn it is; it becomes their live card, one press from where they are.

    Returns its outbox entry.
    """
    order, person = standing.order, standing.person
    t, progress = ctx.texts_of(person, order), ctx.uow.progress.get(order.number, person)
    nudge = nudge_about(ctx, standing, t, rule=rule, late=late, rep=rep, words=words)
    message = nudge_card(nudge, t, ctx.packer(order, person=person, revision=progress.revision if progress else 0))
    # What a representative sends goes out even while reminders are paused.
    lane = Lane.REPLY if rep else Lane.REMINDER
    entry = live_card.show_to(ctx, order, person, message, lane)
    if len(words) > LONGEST_QUOTED:
        ctx.send_to(Address(email=person), Message(in_quotes(words, t)), lane=lane, order=order.number)
    if nudge.is_ready:
        sending_packet.send_packet(ctx, order, t, lane)
    return entry


def nudge_about(
    ctx: Context, standing: Standing, t: Texts, *, rule: Rule | None, late: bool, rep: str, words: str
) -> Nudge:
    """Return all that a reminder tells of an order as it stands."""
    order = standing.order
    progress = ctx.uow.progress.get(order.number, standing.person)
    return Nudge(
        order,
        order.days_left(ctx.now, ctx.policy.zone),
        why=why(standing, rule, t) if rule else None,
        step_title=steps.step_title(ctx, order, t) if progress and progress.answers else "",
        is_handed=bool(order.nominee),
        is_ready=order.state is OrderState.READY_AT_CISCO,
        has_system=handed_to_system(ctx, order) is not None,
        is_late=late,
        rep=rep,
        words=words,
        later=tuple(days_to_put_off(standing)),
    )


def days_to_put_off(standing: Standing) -> dict[int, date]:
    """Return the days to which a person can put reminders off: all before the line closes."""
    days = {n: standing.today + timedelta(days=n) for n in PUT_OFF_DAYS}
    return {n: day for n, day in days.items() if standing.for_person(day) < standing.closes_at}
