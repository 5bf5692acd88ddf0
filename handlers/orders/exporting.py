"""Exporting: orders as a file for a spreadsheet, to whoever asked and nobody else."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from tempfile import TemporaryFile

from bot.dispatch.background_jobs import Job, start_job
from bot.dispatch.context import Context, Policy
from bot.dispatch.routing import Router
from bot.domain.orders import Order
from bot.domain.outgoing import Message
from bot.domain.people import Role
from bot.language.texts import Texts, _
from bot.operations.workbooks import SheetHead, WorkbookDraft
from bot.wizard.engine import Wizard
from cards.export import Export, Record, csv_message, table_of, workbook_message
from cards.notice import notice
from cards.spreadsheet import table_as_csv
from handlers.chat.lookup import search_of
from handlers.chat.steps import situation_outside_a_turn
from store import Store, UnitOfWork

router = Router()

JOB = "export"

# A file of this many rows opens in any spreadsheet program, and takes the bot some seconds.
MOST_EXPORTED = 20_000


@router.command(
    "/export",
    usage=_("/export [state or words]"),
    arguments=r"(?P<words>.*)",
    role=Role.ADMIN,
    help=_("Orders as a workbook and as a CSV file: all, or those that /orders would find; /import reads both again"),
)
def export(ctx: Context, words: str = "") -> None:
    """Have the orders exported; the file goes to the asker alone."""
    start_job(ctx, JOB, words)
    ctx.audit("export")
    ctx.reply_privately(notice(ctx.t, _("I am preparing the file. It comes in a moment.")))


@dataclass(frozen=True, slots=True)
class Written:
    """An export in both its forms; `workbook` is empty where it could not be written."""

    csv: str
    workbook: bytes


@dataclass(frozen=True, slots=True)
class Exporter:
    """Exports orders as they stand at one moment."""

    store: Store
    policy: Policy
    wizard: Wizard

    def answer(self, job: Job) -> list[Message]:
        """Return the files that somebody asked for, the one for programs last."""
        found, written = self.write(job.words, job.t, job.now)
        name, shown = f"orders-{job.now:%Y-%m-%d}", min(found, MOST_EXPORTED)
        return [
            *([workbook_message(name, written.workbook, job.t)] if written.workbook else []),
            csv_message(name, written.csv, shown, found, job.t),
        ]

    def write(self, words: str, t: Texts, now: datetime) -> tuple[int, Written]:
        """Return how many orders have these words, and an export of as many as one file holds."""
        words, state = search_of(words)
        with self.store.reading() as uow:
            found = uow.orders.found(words, state)
            orders = islice(uow.orders.each(words, state), MOST_EXPORTED)
            listed = records(uow, orders, self.wizard, self.policy, t)
            return found, write(table_of(listed, self.wizard, t, now=now, default_zone=self.policy.zone), t)


def write(table: Export, t: Texts) -> Written:
    """Write a table in both forms at once, a row after the other."""
    with TemporaryFile("w+", encoding="utf-8") as kept:
        draft = WorkbookDraft(SheetHead(t(_("Orders")), table.heading, t.is_right_to_left), kept)

        def rows() -> Iterator[list[str]]:
            for row in table.rows:
                draft.add(row.in_workbook())
                yield row.in_csv()

        return Written(table_as_csv(table.heading, rows()), draft.written())


def records(uow: UnitOfWork, orders: Iterator[Order], wizard: Wizard, policy: Policy, t: Texts) -> Iterator[Record]:
    """Return what is known of each order."""
    escalations = {each.order: each for each in uow.escalations.open_ones()}
    for order in orders:
        progress = uow.progress.get(order.number, order.holder)
        escalation = escalations.get(order.number)
        if progress is None:
            yield Record(order, "", escalation=escalation)
            continue
        path = wizard.path(progress, situation_outside_a_turn(uow, policy, order))
        stop = wizard.current_on(path, progress)
        step = t(stop.step.title) if stop else t(_("finished"))
        yield Record(order, step, path, escalation)
