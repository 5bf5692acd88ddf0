"""Resuming: an admin ends the pause, of the whole bot or of reminders alone, and hears how much has waited."""

from bot.dispatch.confirmations import Question
from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.people import Role
from bot.errors import Refusal
from bot.language.texts import _
from cards import elements as e
from cards.notice import notice
from handlers.admin.pausing import tell_the_others
from handlers.chat import confirmations

router = Router()

TOLD_OF_RESUMING = _("{person} has let me go on. I now handle what waited, in order.")


@router.command("/resume", role=Role.ADMIN, help=_("Handle what has waited, and let reminders run again"))
def resume(ctx: Context) -> None:
    """End the pause; of the reminders that were due meanwhile the most useful comes now, and says that it is late."""
    refuse_unless_paused(ctx)
    if len(waiting_for_us(ctx)) > 1:
        confirmations.ask(ctx, "resume_reminders")
    else:
        go_on(ctx)


def refuse_unless_paused(ctx: Context) -> None:
    """Refuse where nothing is held back."""
    if not ctx.uow.pauses.reminders_are_held() and ctx.uow.pauses.current() is None:
        raise Refusal(_("Nothing is paused: reminders are running."))


def waiting_for_us(ctx: Context) -> set[str]:
    """Return who has reminders waiting."""
    return {person for _order, person in ctx.uow.reminders.due_orders(ctx.now)}


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
def go_on_for_all(ctx: Context, found: None) -> None:
    """Go on, though many hear of it at once."""
    go_on(ctx)


def go_on(ctx: Context) -> None:
    """Handle what has waited, let reminders run, and say how much that is."""
    end_pause(ctx)
    ctx.uow.pauses.let_reminders_run()
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
