"""Importing: an admin hands in a file of orders, sees what it would change, and agrees or not."""

import secrets
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from bot.dispatch.attachments import BEING_SCANNED, KINDS, LARGEST_ATTACHMENT, MEGABYTE
from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.actions import Action
from bot.domain.events import Attached, MessagePosted
from bot.domain.outgoing import Operation
from bot.domain.people import Role
from bot.errors import Refusal
from bot.intake.apart import unpacked
from bot.intake.orders import OrdersFile
from bot.intake.plans import OPEN_FOR, ImportPlan, PendingImport
from bot.language.texts import _
from bot.operations.order_imports import apply_import, plan_import
from bot.reminders.rules import RULES, Audience
from bot.scheduling.sweep import PAUSED
from cards.importing import errors_file, import_card, imported, nothing_to_import
from cards.notice import notice
from handlers.chat import confirmations
from handlers.chat.rehearsal import rehearsal
from handlers.orders.changes import order_changed

router = Router()

ATTACH = _("Attach a CSV or XLSX file to the message and type /import with it.")
NOT_OPEN = _("This import is not open any more. Attach the file again and type /import.")
WITHHELD = {
    410: _("Webex found malware in this file and does not hand it out. Nothing was read."),
    413: _("The file is larger than {limit} MB, too large for the chat. It can be loaded on the command line."),
    BEING_SCANNED: _("Webex is still looking for malware in this file. Try again in a few minutes."),
    428: _("Webex cannot look into this file for malware: it may have a password. Save it without one and try again."),
}
UNREADABLE = _("Webex does not hand this file out any more. Attach it again.")


@router.command(
    "/import",
    usage="/import",
    role=Role.ADMIN,
    takes_file=True,
    help=_("Load orders from a CSV or XLSX file attached to the message; shows the difference, then asks"),
)
def import_file(ctx: Context) -> None:
    """Show what the attached file would change; it is kept until the admin has decided."""
    attached = file_with(ctx)
    pending = PendingImport(secrets.token_hex(8), ctx.person.email, attached.name, attached.content, ctx.now)
    file, plan, told = examined(ctx, pending)
    if file.problems:
        ctx.reply_privately(errors_file(file, ctx.t))
    if plan.is_empty:
        ctx.reply_privately(nothing_to_import(file, plan, ctx.t))
        return
    ctx.uow.pending_imports.save(pending)
    confirmations.ask(ctx, import_card(file, plan, told, ctx.t, pack=packer(ctx, pending, plan, told)))


def file_with(ctx: Context) -> Attached:
    """Return the one file that came with the message, if it can be read."""
    if not isinstance(ctx.event, MessagePosted) or ctx.event.attached is None:
        raise Refusal(ATTACH)
    attached = ctx.event.attached
    if attached.withheld:
        raise Refusal(WITHHELD.get(attached.withheld, UNREADABLE), limit=LARGEST_ATTACHMENT // MEGABYTE)
    if not attached.name.lower().endswith(KINDS):
        raise Refusal(ATTACH)
    if attached.refusal:
        raise attached.refusal
    return attached


def examined(ctx: Context, pending: PendingImport) -> tuple[OrdersFile, ImportPlan, int]:
    """Return what is in a file, what it would change now, and how many people would be told at once."""
    try:
        file = unpacked(pending.content)
    except ValueError:
        raise Refusal(NOT_OPEN) from None
    plan = plan_import(ctx.uow, file.orders, file.assumed)
    return file, plan, told_by(ctx, lambda rehearsing: carry_out(rehearsing, plan))


def told_by(ctx: Context, deed: Callable[[Context], ImportPlan]) -> int:
    """Return how many people a deed would tell something at once: found by doing it and taking it all back."""
    people: set[str] = set()
    before = ctx.uow.outbox.newest()
    with rehearsal(ctx):
        plan = deed(replace(ctx, answered=set()))
        people |= {
            entry.address.email for entry in ctx.uow.outbox.owed_since(before) if entry.operation is Operation.POST
        }
        for number in (*(order.number for order in plan.new), *plan.changed_numbers):
            people |= reminded_now(ctx, number)
    ctx.uow.touched.clear()
    return len(people - {""})


def reminded_now(ctx: Context, number: str) -> set[str]:
    """Return who is reminded of an order as soon as it is saved, such as when its start date is past."""
    order = None if ctx.uow.settings.get(PAUSED) else ctx.uow.orders.get(number)
    due = ctx.uow.reminders.due_of(number, ctx.now)
    is_for_person = any(RULES[each.rule].audience in (Audience.PERSON, Audience.BOTH) for each in due)
    return {order.nominee or order.holder} if order and is_for_person else set()


def carry_out(ctx: Context, plan: ImportPlan) -> ImportPlan:
    """Let the orders be as the file says, and everything follow."""
    return apply_import(ctx.uow, plan, partial(order_changed, ctx))


def packer(ctx: Context, pending: PendingImport, plan: ImportPlan, told: int) -> Callable[..., dict[str, str]]:
    """Return what signs the buttons: for this admin, this file, and exactly what was shown of it."""

    def pack(verb: str, **_more: object) -> dict[str, str]:
        given = {"import": pending.id, "seen": seen(plan, told)}
        return ctx.signer.pack(Action(verb, person=ctx.person.email, given=given))

    return pack


def seen(plan: ImportPlan, told: int) -> str:
    return f"{plan.fingerprint}:{told}"


@router.action("import_confirmed")
def confirmed(ctx: Context, action: Action) -> None:
    """Do exactly what was shown; where that is not what the file would do now, show it again."""
    ctx.require(Role.ADMIN)
    pending = still_open(ctx, action)
    if pending is None:
        return
    file, plan, told = examined(ctx, pending)
    if plan.is_empty:
        forget(ctx)
        ctx.reply_privately(nothing_to_import(file, plan, ctx.t))
        return
    if seen(plan, told) != action.given["seen"]:
        confirmations.ask(ctx, import_card(file, plan, told, ctx.t, pack=packer(ctx, pending, plan, told), is_new=True))
        return
    done = carry_out(ctx, plan)
    forget(ctx)
    ctx.audit("orders_imported", new=len(done.new), changed=len(done.changed), cancelled=len(done.cancelled))
    ctx.reply_privately(imported(done, ctx.t))


@router.action("import_declined")
def declined(ctx: Context, action: Action) -> None:
    """Forget the file."""
    ctx.require(Role.ADMIN)
    if still_open(ctx, action) is not None:
        forget(ctx)
        ctx.reply_privately(notice(ctx.t, _("Nothing was imported.")))


def forget(ctx: Context) -> None:
    """Close the question, and keep nothing of the file."""
    ctx.uow.pending_imports.drop(ctx.person.email)
    confirmations.close(ctx)


def still_open(ctx: Context, action: Action) -> PendingImport | None:
    """Return the file that a button is about; where it was decided or is too old, say so and close the question."""
    pending = ctx.uow.pending_imports.get(ctx.person.email)
    if pending is not None and pending.id == action.given.get("import") and ctx.now - pending.created_at <= OPEN_FOR:
        return pending
    confirmations.close(ctx)
    ctx.reply_privately(notice(ctx.t, NOT_OPEN))
    return None
