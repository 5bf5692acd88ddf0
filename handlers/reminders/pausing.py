"""Pausing: the switches by which an admin holds reminders or everything back, and lets it go on."""

from zoneinfo import ZoneInfo

from bot.dispatch.confirmations import Question
from bot.dispatch.context import BOT_ID, Context
from bot.dispatch.routing import Router
from bot.domain.internal_events import PROBES, line_of_jobs
from bot.domain.outgoing import Address
from bot.domain.pauses import Pause
from bot.domain.people import Role
from bot.errors import Refusal
from bot.language.texts import _
from bot.scheduling.sweep import PAUSED
from cards import elements as e
from cards.notice import notice
from handlers.chat import confirmations
from handlers.chat.admins import tell_admins
from handlers.escalations.places import texts_at

router = Router()

IS_PAUSED = _("{person} has paused me since {since}. Type /resume to let me go on.")
PAUSED_NOW = _(
    "I handle nothing until an admin types /resume. What people write and press is kept, and handled in order "
    "afterwards; reminders wait as well. What you and other admins type here still works."
)
TOLD_OF_PAUSE = _(
    "{person} has paused me. What you write and press is kept, and I handle it in order as soon as I go on. Nothing is "
    "lost."
)
TOLD_OF_RESUMING = _("{person} has let me go on. I now handle what waited, in order.")


@router.command(
    "/pause",
    role=Role.ADMIN,
    help=_("Handle nothing until /resume: what people write is kept, and handled in order afterwards"),
)
def pause(ctx: Context) -> None:
    """Accept everything and handle nothing, but what admins type, until /resume."""
    if ctx.uow.pauses.current():
        raise Refusal(IS_PAUSED, **words_of_pause(ctx))
    ctx.uow.pauses.begin(Pause(ctx.now, ctx.person.email))
    ctx.uow.pauses.let_through(ctx.uow.bot_state.get(BOT_ID) or "", PROBES)
    for chat in ctx.admin_chats:
        let_through(ctx, chat.email)
    hold_reminders(ctx)
    ctx.audit("pause_all")
    ctx.reply_here(notice(ctx.t, PAUSED_NOW))
    tell_the_others(ctx, TOLD_OF_PAUSE)


def words_of_pause(ctx: Context) -> dict[str, str]:
    """Return who paused the bot and when, in the words of a sentence."""
    found = ctx.uow.pauses.current()
    if found is None:
        return {}
    return {"person": found.email, "since": ctx.t.moment(found.since, ZoneInfo(ctx.policy.zone))}


def let_through(ctx: Context, email: str) -> None:
    """Have what an admin writes handled during the pause, if we have met; else their first word sees to it."""
    known = ctx.uow.people.by_email(email)
    if known is not None:
        ctx.uow.pauses.let_through(known.id, line_of_jobs(known.id))


def tell_the_others(ctx: Context, sentence: str) -> None:
    """Tell every rep space and all other admins what an admin has done."""
    who = ctx.person.called
    for room in sorted(ctx.rep_spaces.rooms - {ctx.chat.room_id}):
        place = Address(room_id=room)
        ctx.send_to(place, notice(texts_at(ctx, place), sentence, person=who), awaited=False)
    tell_admins(ctx, sentence, but=ctx.person.email, person=who)


@router.command(
    "/pause reminders", role=Role.ADMIN, help=_("Hold all reminders back; everything people do still works")
)
def pause_reminders(ctx: Context) -> None:
    """Hold reminders back until /resume. What people type and press is handled as always."""
    hold_reminders(ctx)
    ctx.audit("pause")
    ctx.reply_here(
        notice(ctx.t, _("Reminders are held back until you type /resume. Everything people do still works."))
    )


def hold_reminders(ctx: Context) -> None:
    """Let no reminder run."""
    ctx.uow.bot_state.set(PAUSED, f"{ctx.now.isoformat()} {ctx.person.email}")


@router.command("/resume", role=Role.ADMIN, help=_("Handle what has waited, and let reminders run again"))
def resume(ctx: Context) -> None:
    """Go on; of the reminders that were due meanwhile the most useful comes now, and says that it is late."""
    refuse_unless_paused(ctx)
    if len(waiting_for_us(ctx)) > 1:
        confirmations.ask(ctx, "resume_reminders")
    else:
        let_run(ctx)


def waiting_for_us(ctx: Context) -> set[str]:
    """Return who has reminders waiting."""
    return {person for _order, person in ctx.uow.reminders.due_orders(ctx.now)}


def refuse_unless_paused(ctx: Context) -> None:
    """Refuse where nothing is held back."""
    if not ctx.uow.bot_state.get(PAUSED) and ctx.uow.pauses.current() is None:
        raise Refusal(_("Nothing is paused: reminders are running."))


def who_hears_at_once(ctx: Context) -> Question:
    """Say how many people would hear from us at once."""
    refuse_unless_paused(ctx)
    touches = _("People who have reminders waiting: {people}. Orders: {orders}.")
    orders = len(ctx.uow.reminders.due_orders(ctx.now))
    later = _("Each order brings one message, the most useful, and it says that it is late.")
    words = ctx.t(touches, people=len(waiting_for_us(ctx)), orders=orders)
    return Question([e.Paragraph(words), e.Paragraph(ctx.t(later))])


@router.confirmation(
    "resume_reminders",
    title=_("Let reminders run again?"),
    yes=_("Let them run"),
    no=_("Stay paused"),
    asks=who_hears_at_once,
    left=confirmations.saying(_("Everything stays held back as it is.")),
    role=Role.ADMIN,
)
def let_all_run(ctx: Context, found: None) -> None:
    """Let reminders run, though many hear of it at once."""
    let_run(ctx)


def let_run(ctx: Context) -> None:
    """Go on, and say how much has waited."""
    end_pause(ctx)
    ctx.uow.bot_state.set(PAUSED, "")
    ctx.audit("resume")
    waiting = len(ctx.uow.reminders.due_orders(ctx.now))
    caught_up = _("Reminders run again. What was due meanwhile comes now: {n} orders.")
    nothing = _("Reminders run again. Nothing was due meanwhile.")
    ctx.reply_here(notice(ctx.t, caught_up if waiting else nothing, n=waiting))


def end_pause(ctx: Context) -> None:
    """Let everything be handled again, if it was not, and tell whoever was told of the pause."""
    if ctx.uow.pauses.current() is None:
        return
    held = ctx.uow.pauses.held(ctx.now)
    ctx.uow.pauses.end()
    ctx.audit("resume_all")
    caught_up = _("I go on, in the order in which it came. Waiting to be handled: {n}.")
    ctx.reply_here(notice(ctx.t, caught_up if held else _("I go on. Nothing has waited."), n=held))
    tell_the_others(ctx, TOLD_OF_RESUMING)
