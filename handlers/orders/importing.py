"""Importing: an admin hands in a file of orders, sees what it would change, and agrees or not."""

import secrets

from bot.dispatch.attachments import BEING_SCANNED, KINDS, LARGEST_ATTACHMENT, MEGABYTE
from bot.dispatch.confirmations import Question
from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.events import Attached, MessagePosted
from bot.domain.people import Role
from bot.errors import Refusal
from bot.intake.orders import OrdersFile
from bot.intake.plans import OPEN_FOR, ImportPlan, PendingImport
from bot.intake.sandbox import unpacked
from bot.language.texts import _
from bot.operations.order_imports import plan_import
from cards.confirm import CANCEL
from cards.importing import LONGEST_NAME, changes_file, details, errors_file, import_shown, imported, nothing_to_import
from cards.notice import notice
from cards.words import said
from handlers.chat import confirmations, typed_buttons
from handlers.orders.carrying_out import carry_out, told_by

router = Router()

ATTACH = _("Attach a CSV or XLSX file to the message and type /import with it.")
WRONG_KIND = _(
    "I cannot read {name}: I read text files (CSV, TSV, TXT) and Excel workbooks (XLSX, XLSM). Save it as one of "
    "these, and attach it again with /import."
)
NOT_OPEN = _("This import is no longer open. Attach the file again and type /import.")
WITHHELD = {
    302: _(
        "This file is kept outside Webex, such as in SharePoint or OneDrive, and I open files in Webex alone. Attach a "
        "copy from your computer."
    ),
    410: _("Webex found malware in this file and has blocked it. Nothing was read."),
    413: _("The file is larger than {limit} MB, too large for the chat. It can be loaded on the command line."),
    BEING_SCANNED: _("Webex is still looking for malware in this file. Try again in a few minutes."),
    428: _("Webex cannot look into this file for malware: it may have a password. Save it without one and try again."),
}
UNREADABLE = _("Webex no longer provides this file. Attach it again.")


@router.command(
    "/import",
    usage="/import",
    arguments=r".*",
    role=Role.ADMIN,
    takes_file=True,
    help=_("Load orders from a CSV or XLSX file attached to the message; shows the difference, then asks"),
)
def import_file(ctx: Context) -> None:
    """Show what the attached file would change; the file is kept until the admin has decided."""
    attached = file_with(ctx)
    pending = PendingImport(secrets.token_hex(8), ctx.person.email, attached.name, attached.content, ctx.now)
    file, plan, told = examined(ctx, pending)
    if file.problems:
        ctx.reply_privately(errors_file(file, ctx.t))
    if plan.is_empty:
        ctx.reply_privately(nothing_to_import(file, plan, ctx.t))
        return
    more = changes_file(file, plan, ctx.t)
    if more is not None:
        ctx.reply_privately(more)
    ctx.uow.pending_imports.save(pending)
    confirmations.show(ctx, "import", question_of(ctx, file, plan, told), {"file": pending.id})


@router.command("import", role=Role.ADMIN, takes_file=True, shown=False, help="")
def import_typed(ctx: Context) -> None:
    """Show what a file with the plain word would change; without a file, the word presses the button of that name."""
    if not typed_buttons.pressed_instead(ctx):
        import_file(ctx)


def file_with(ctx: Context) -> Attached:
    """Return the one file that came with the message, if it can be read."""
    if not isinstance(ctx.event, MessagePosted) or ctx.event.attached is None:
        raise Refusal(ATTACH)
    attached = ctx.event.attached
    if attached.withheld:
        raise Refusal(WITHHELD.get(attached.withheld, UNREADABLE), limit=LARGEST_ATTACHMENT // MEGABYTE)
    if not attached.name.lower().endswith(KINDS):
        raise Refusal(WRONG_KIND, name=said(attached.name, LONGEST_NAME))
    if attached.refusal:
        raise attached.refusal
    return attached


def examined(ctx: Context, pending: PendingImport) -> tuple[OrdersFile, ImportPlan, int]:
    """Return what is in a file, what it would change now, and how many people would be told at once."""
    try:
        file = unpacked(pending.content)
    except ValueError:
        raise Refusal(NOT_OPEN) from None
    plan = plan_import(ctx.uow, file.orders, file.assumed, ctx.policy.admins)
    return file, plan, told_by(ctx, plan)


def what_is_imported(ctx: Context, file: str) -> Question | None:
    """Say what the file would do now; say that there is nothing to import where it was decided, or is too old."""
    pending = still_open(ctx, file)
    if pending is None:
        return None
    read, plan, told = examined(ctx, pending)
    if plan.is_empty:
        ctx.uow.pending_imports.drop(ctx.person.email)
        ctx.reply_privately(nothing_to_import(read, plan, ctx.t))
        return None
    return question_of(ctx, read, plan, told)


def question_of(ctx: Context, file: OrdersFile, plan: ImportPlan, told: int) -> Question:
    values = {"name": said(file.filename, LONGEST_NAME)}
    shows, more = import_shown(plan, told, ctx.t), [*details(file, plan, ctx.t)]
    return Question(shows, found=plan, mark=plan.fingerprint, values=values, details=more)


def leave(ctx: Context, **_about: str) -> None:
    """Forget the file."""
    ctx.uow.pending_imports.drop(ctx.person.email)
    ctx.reply_privately(notice(ctx.t, _("Nothing was imported.")))


@router.confirmation(
    "import",
    title=_("Import {name}?"),
    yes=_("Import"),
    no=CANCEL,
    asks=what_is_imported,
    left=leave,
    role=Role.ADMIN,
)
def import_orders(ctx: Context, plan: ImportPlan) -> None:
    """Do exactly what was shown, and keep nothing of the file."""
    done = carry_out(ctx, plan)
    ctx.uow.pending_imports.drop(ctx.person.email)
    ctx.audit("orders_imported", new=len(done.new), changed=len(done.changed), cancelled=len(done.cancelled))
    ctx.reply_privately(imported(done, ctx.t))


def still_open(ctx: Context, file: str) -> PendingImport | None:
    """Return the file that a question is about; where it was decided or is too old, say so."""
    pending = ctx.uow.pending_imports.get(ctx.person.email)
    if pending is not None and pending.id == file and ctx.now - pending.created_at <= OPEN_FOR:
        return pending
    ctx.reply_privately(notice(ctx.t, NOT_OPEN))
    return None
