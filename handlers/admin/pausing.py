"""Pausing: an admin has the bot handle nothing. Events are kept meanwhile, and commands of admins work."""

from zoneinfo import ZoneInfo

from bot.dispatch.context import BOT_ID, Context
from bot.dispatch.routing import Router
from bot.domain import waiting_lines
from bot.domain.internal_events import PROBES
from bot.domain.outgoing import Address
from bot.domain.pauses import Pause
from bot.domain.people import Role
from bot.errors import Refusal
from bot.language.texts import _
from cards.notice import notice
from handlers.chat.admins import tell_admins
from handlers.escalations.places import texts_at

router = Router()

IS_PAUSED = _("{person} has paused me since {since}. Type /resume to let me go on.")
PAUSED_NOW = _(
    "I handle nothing until an admin types /resume. What people write and press is kept, and handled in order "
    "afterwards; reminders wait as well. What you and other admins type here still works."
)
TOLD_OF_PAUSE = _(
    "{person} has paused me. What you write and press is kept, and I will handle it in order as soon as I go on. "
    "Nothing is lost."
)


@router.command(
    "/pause",
    role=Role.ADMIN,
    help=_("Handle nothing until /resume: what people write is kept, and handled in order afterwards"),
)
def pause(ctx: Context) -> None:
    """Accept everything and handle nothing but what admins type, until /resume; reminders wait as well."""
    paused = ctx.uow.pauses.current()
    if paused is not None:
        raise Refusal(IS_PAUSED, person=paused.email, since=ctx.t.moment(paused.since, ZoneInfo(ctx.policy.zone)))
    beginning = Pause(ctx.now, ctx.person.email)
    ctx.uow.pauses.begin(beginning)
    ctx.uow.pauses.hold_reminders(beginning)
    ctx.uow.pauses.let_through(ctx.uow.bot_state.get(BOT_ID) or "", PROBES)
    for chat in ctx.admin_chats:
        let_through(ctx, chat.email)
    ctx.audit("pause_all")
    ctx.reply_here(notice(ctx.t, PAUSED_NOW))
    tell_the_others(ctx, TOLD_OF_PAUSE)


def let_through(ctx: Context, email: str) -> None:
    """Have what an admin writes handled during the pause, if we have met; else their first word sees to it."""
    known = ctx.uow.people.by_email(email)
    if known is not None:
        ctx.uow.pauses.let_through(known.id, waiting_lines.of_jobs(known.id))


def tell_the_others(ctx: Context, sentence: str) -> None:
    """Tell every rep space and all other admins what an admin has done."""
    who = ctx.person.called
    for room in sorted(ctx.rep_spaces.rooms - {ctx.chat.room_id}):
        place = Address(room_id=room)
        ctx.send_to(place, notice(texts_at(ctx, place), sentence, person=who), awaited=False)
    tell_admins(ctx, sentence, but=ctx.person.email, person=who)
