"""Imports: what files and other systems bring is read, compared with what we have, and kept, with what follows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from bot.clock import Clock
from bot.dispatch.context import Context, Contexts
from bot.domain.orders import Order
from bot.intake.apart import directory_of, orders_of
from bot.intake.directory import DirectoryFile
from bot.intake.documents import Submission
from bot.intake.orders import OrdersFile
from bot.intake.plans import DirectoryCounts, ImportPlan, Receipt, together
from bot.operations.order_imports import Changed, apply_import, import_directory, plan_import, receive
from store import Store, UnitOfWork

# Few enough that an import never holds the database for long: the bot goes on meanwhile.
ORDERS_AT_A_TIME = 250
# Another process that waits for the database naps up to this long between its looks.
BREATH_SECONDS = 0.1

OrderChanged = Callable[[Context, Order | None, Order], None]
HowFar = Callable[[int, int], None]


def no_progress(done: int, total: int) -> None:
    """Tell nobody how far something is."""


@dataclass(frozen=True, slots=True)
class Imports:
    """Takes orders and organizations.

    `order_changed` saves an order and does what follows, from how it was and how it is now. `pause` waits for so many
    seconds, less when the bot stops; `nudge` wakes whoever posts what is owed.
    """

    store: Store
    clock: Clock
    contexts: Contexts
    order_changed: OrderChanged
    pause: Callable[[float], object]
    nudge: Callable[[], None]

    def orders(
        self, content: bytes, filename: str, *, dry_run: bool = False, progress: HowFar = no_progress
    ) -> tuple[OrdersFile, ImportPlan]:
        """Load orders from a file; returns what was read and what it changed.

        Raises UnreadableFile when nothing of it can be read.
        """
        file = orders_of(content, filename)
        if dry_run:
            with self.store.reading() as uow:
                return file, plan_import(uow, file.orders, file.assumed)
        return file, self._in_parts(file, progress)

    def _in_parts(self, file: OrdersFile, progress: HowFar) -> ImportPlan:
        """Carry out a file. Who is cut off between parts imports the file again: it goes on from there."""
        done: list[ImportPlan] = []
        for start in range(0, len(file.orders), ORDERS_AT_A_TIME):
            if start:
                self.pause(BREATH_SECONDS)
            done.append(self._part(file.orders[start : start + ORDERS_AT_A_TIME], file.assumed))
            progress(min(start + ORDERS_AT_A_TIME, len(file.orders)), len(file.orders))
        return together(done)

    def _part(self, orders: Sequence[Order], assumed: frozenset[str]) -> ImportPlan:
        with self.store.unit_of_work() as uow:
            return apply_import(uow, ImportPlan(orders=tuple(orders), assumed=assumed), self._follow_in(uow))

    def receive(self, submission: Submission) -> Receipt:
        """Take an order that another system sent; when this returns, it is on disk.

        Raises RevisionConflict, and then nothing has changed.
        """
        with self.store.unit_of_work(is_urgent=True) as uow:
            receipt = receive(uow, submission, self._follow_in(uow))
        self.nudge()
        return receipt

    def look(self, number: str) -> tuple[Order, int | None] | None:
        """Return an order and its newest revision; None for no such order."""
        with self.store.reading() as uow:
            order, known = uow.orders.get(number), uow.revisions.get(number)
        return (order, known.number if known else None) if order else None

    def directory(self, content: bytes, filename: str) -> tuple[DirectoryFile, DirectoryCounts]:
        """Load organizations and their people from a file.

        Raises UnreadableFile when nothing of it can be read.
        """
        file = directory_of(content, filename)
        with self.store.unit_of_work() as uow:
            counts = import_directory(uow, file.organizations)
        return file, counts

    def _follow_in(self, uow: UnitOfWork) -> Changed:
        """Return what saves changed orders in one transaction, with all that follows."""
        return partial(self.order_changed, self.contexts.of(None, uow, self.clock.now()))
