"""Exporting: orders as a file for a spreadsheet, to whoever asked and nobody else."""

from collections.abc import Iterator

from bot.dispatch.background_jobs import Job, Work, start_job
from bot.dispatch.context import Context, Policy
from bot.dispatch.routing import Router
from bot.domain.orders import Order
from bot.domain.outgoing import Message
from bot.domain.people import Role
from bot.language.texts import Texts, _
from bot.wizard.engine import Wizard
from bot.wizard.step import Situation
from cards.export import Record, export_message
from cards.notice import notice
from handlers.chat.lookup import search_of
from store import Store, UnitOfWork

router = Router()

# A file of this many rows opens in any spreadsheet program, and takes the bot some seconds.
MOST_EXPORTED = 20_000


@router.command(
    "/export",
    usage="/export [state or words]",
    arguments=r"(?P<words>.*)",
    role=Role.ADMIN,
    help=_("Orders as a CSV file: all, or those that /orders would find"),
)
def export(ctx: Context, words: str = "") -> None:
    """Have the orders written down; the file goes to the asker alone."""
    start_job(ctx, "export", words)
    ctx.audit("export")
    ctx.reply_privately(notice(ctx.t, _("I am writing the orders down. The file comes in a moment.")))


def export_from(store: Store, policy: Policy, wizard: Wizard) -> Work:
    """Return what writes the orders down, as they are at one moment."""

    def write_down(job: Job) -> Message:
        words, state = search_of(job.words)
        with store.reading() as uow:
            return export_message(
                records(uow, uow.orders.each(words, state), wizard, policy, job.t),
                uow.orders.found(words, state),
                wizard,
                job.t,
                now=job.now,
                default_zone=policy.zone,
                most=MOST_EXPORTED,
            )

    return write_down


def records(uow: UnitOfWork, orders: Iterator[Order], wizard: Wizard, policy: Policy, t: Texts) -> Iterator[Record]:
    """Return what is known of each order."""
    escalations = {each.order: each for each in uow.escalations.open_ones()}
    for order in orders:
        progress = uow.progress.get(order.number, order.holder)
        escalation = escalations.get(order.number)
        if progress is None:
            yield Record(order, "", escalation=escalation)
            continue
        directory, provisioning = uow.directory, policy.provisioning
        path = wizard.path(progress, Situation(order, order.holder, directory, policy.zone, provisioning=provisioning))
        stop = wizard.current_on(path, progress)
        step = t(stop.step.title) if stop else t(_("finished"))
        yield Record(order, step, path, escalation)
