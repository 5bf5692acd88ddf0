"""Auditing: who did what, when and to which order, page by page, for admins."""

from bot.dispatch.background_jobs import Job, Work, start_job
from bot.dispatch.context import Context
from bot.dispatch.routing import Router
from bot.domain.actions import Action
from bot.domain.audit_seals import ALL_IN_ORDER, BROKEN
from bot.domain.outgoing import Message
from bot.domain.people import Role
from bot.language.texts import _
from cards import elements as e
from cards.history import activity_card
from cards.notice import notice, notice_card
from handlers.chat.audit_words import sentence
from handlers.chat.lookup import existing
from store import Store
from store.history.audit import AuditLine

router = Router()

JOB = "audit_verify"

LINES_A_PAGE = 20


@router.command(
    "/audit",
    usage="/audit [N] [page P]",
    arguments=r"(?P<number>(?!page\b)\S+)?(?: ?page (?P<page>[1-9]\d{0,4}))?",
    role=Role.ADMIN,
    help=_("Activity log: of all orders, or of one"),
)
def audit(ctx: Context, number: str = "", page: str = "") -> None:
    """Show a page of the audit log, the newest lines first; those about one order, if it is named."""
    if number:
        existing(ctx, number)
    show_page(ctx, number, int(page or 1))


@router.command("/audit verify", role=Role.ADMIN, help=_("Check that each line of the audit log is as it was written"))
def audit_verify(ctx: Context) -> None:
    """Have the whole log checked."""
    start_job(ctx, JOB)


def verification_in(store: Store) -> Work:
    """Return the work that checks the whole log, which takes a while."""

    def verify(job: Job) -> list[Message]:
        with store.reading() as uow:
            found = uow.audit.verify()
        if not found.flaws:
            return [notice(job.t, ALL_IN_ORDER, first=found.first, last=found.last)]
        named = [job.t(flaw.words, line=flaw.line) for flaw in found.flaws[:LINES_A_PAGE]]
        return [notice_card(job.t, BROKEN, named)]

    return verify


@router.action("audit_page")
def turned(ctx: Context, action: Action) -> None:
    """Show another page."""
    ctx.require(Role.ADMIN)
    show_page(ctx, action.order, int(action.given["page"]))


def show_page(ctx: Context, number: str, page: int) -> None:
    """Show a page, and lead to the next older one where there is one."""
    found = ctx.uow.audit.page(number, LINES_A_PAGE + 1, (page - 1) * LINES_A_PAGE)
    entries = [(line.at, words_of(ctx, line, among_many=not number)) for line in found[:LINES_A_PAGE]]
    older = [older_button(ctx, number, page + 1)] if len(found) > LINES_A_PAGE else []
    ctx.reply_privately(activity_card(entries, ctx.t, page=page, zone=ctx.zone, order=number, buttons=older))


def older_button(ctx: Context, number: str, page: int) -> e.Submit:
    """Return the button for the page of older lines."""
    pack = ctx.packer(ctx.uow.orders.get(number), person=ctx.person.email)
    typed = " ".join(word for word in ("/audit", number, f"page {page}") if word)
    return e.Submit(ctx.t(_("Older")), pack("audit_page", {"page": str(page)}), typed=typed)


def words_of(ctx: Context, line: AuditLine, *, among_many: bool) -> str:
    """Say what was done, by whom, and to which order where the page is not about a single one."""
    order = [ctx.t.isolate(line.order)] if line.order and among_many else []
    return " · ".join([*order, sentence(ctx, line.verb, line.actor, line.detail)])
