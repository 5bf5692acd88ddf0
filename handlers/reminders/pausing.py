"""Pausing: the switch by which an admin holds all reminders back, and lets them run again."""

from bot.dispatch.confirmations import Question
from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.people import Role
from bot.errors import Refusal
from bot.language.texts import _
from bot.scheduling.sweep import PAUSED
from cards import elements as e
from cards.notice import notice
from handlers.chat import confirmations

router = Router()


@router.command("/pause", role=Role.ADMIN, help=_("Hold all reminders back; everything people do still works"))
def pause(ctx: Context) -> None:
    """Hold reminders back until /resume. What people type and press is handled as always."""
    ctx.uow.settings.set(PAUSED, f"{ctx.now.isoformat()} {ctx.person.email}")
    ctx.audit("pause")
    ctx.reply_here(
        notice(ctx.t, _("Reminders are held back until you type /resume. Everything people do still works."))
    )


@router.command("/resume", role=Role.ADMIN, help=_("Let reminders run again"))
def resume(ctx: Context) -> None:
    """Let reminders run again; of what was due meanwhile the most useful comes now, and says that it is late."""
    refuse_unless_paused(ctx)
    if len(waiting_for_us(ctx)) > 1:
        confirmations.ask(ctx, "resume_reminders")
    else:
        let_run(ctx)


def waiting_for_us(ctx: Context) -> set[str]:
    """Return who has reminders waiting."""
    return {person for _order, person in ctx.uow.reminders.due_orders(ctx.now)}


def refuse_unless_paused(ctx: Context) -> None:
    """Refuse where reminders are running already."""
    if not ctx.uow.settings.get(PAUSED):
        raise Refusal(_("Reminders are running."))


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
    left=confirmations.saying(_("Reminders stay held back.")),
    role=Role.ADMIN,
)
def let_all_run(ctx: Context, found: None) -> None:
    """Let reminders run, though many hear of it at once."""
    let_run(ctx)


def let_run(ctx: Context) -> None:
    """Let reminders run again, and say how many orders have one waiting."""
    ctx.uow.settings.set(PAUSED, "")
    ctx.audit("resume")
    waiting = len(ctx.uow.reminders.due_orders(ctx.now))
    sentence = _("Reminders run again. What was due meanwhile comes now: {n} orders.")
    ctx.reply_here(notice(ctx.t, sentence, n=waiting))
