"""Pausing: the switch by which an admin holds all reminders back, and lets them run again."""

from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.actions import Action
from bot.domain.people import Role
from bot.errors import Refusal
from bot.language.texts import _
from bot.scheduling.sweep import PAUSED
from cards.confirm import confirm_card
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
    if not ctx.uow.settings.get(PAUSED):
        raise Refusal(_("Reminders are running."))
    waiting = ctx.uow.reminders.due_orders(ctx.now)
    people = len({person for _order, person in waiting})
    if people > 1:
        ask_to_resume(ctx, people, len(waiting))
    else:
        let_run(ctx)


def ask_to_resume(ctx: Context, people: int, orders: int) -> None:
    """Ask before many people hear from us at once."""
    touches = ctx.t(_("People who have reminders waiting: {people}. Orders: {orders}."), people=people, orders=orders)
    later = ctx.t(_("Each order brings one message, the most useful, and it says that it is late."))
    card = confirm_card(
        ctx.t,
        title=_("Let reminders run again?"),
        sentences=[touches, later],
        pack=ctx.packer(None, person=ctx.person.email),
        yes="resume_reminders",
        no="stay_paused",
        go_on=_("Let them run"),
        cancel=_("Stay paused"),
    )
    confirmations.ask(ctx, card)


@router.action("resume_reminders")
def resume_confirmed(ctx: Context, action: Action) -> None:
    """An admin is sure."""
    ctx.require(Role.ADMIN)
    confirmations.close(ctx)
    if not ctx.uow.settings.get(PAUSED):
        raise Refusal(_("Reminders are running."))
    let_run(ctx)


@router.action("stay_paused")
def resume_declined(ctx: Context, action: Action) -> None:
    confirmations.close(ctx)
    ctx.reply_here(notice(ctx.t, _("Reminders stay held back.")))


def let_run(ctx: Context) -> None:
    ctx.uow.settings.set(PAUSED, "")
    ctx.audit("resume")
    waiting = len(ctx.uow.reminders.due_orders(ctx.now))
    sentence = _("Reminders run again. What was due meanwhile comes now: {n} orders.")
    ctx.reply_here(notice(ctx.t, sentence, n=waiting))
