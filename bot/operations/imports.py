"""Imports: orders and organizations from files and other systems are read, compared with ours, and saved."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from bot.clock import Clock
from bot.dispatch.context import Context, Contexts
from bot.domain.orders import Order
from bot.intake.directory import DirectoryFile
from bot.intake.documents import Submission
from bot.intake.orders import OrdersFile
from bot.intake.plans import DirectoryCounts, ImportPlan, Receipt, together
from bot.intake.sandbox import directory_of, orders_of
from bot.operations.breaths import Breaths
from bot.operations.order_imports import Changed, apply_import, import_directory, plan_import, receive
from store import Store, UnitOfWork

# Orders in one transaction: few enough that an import does not hold up the running bot.
ORDERS_AT_A_TIME = 250

OrderChanged = Callable[[Context, Order | None, Order], None]
HowFar = Callable[[int, int], None]


def no_progress(done: int, total: int) -> None:
    """Ignore the progress of an import."""


@dataclass(frozen=True, slots=True)
class Imports:
    """Imports orders and organizations.

    `order_changed` saves an order and does what follows from the change. `pause` waits for some seconds, or until the
    bot stops; `nudge` wakes the relay.
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
        """Import orders from a file; return what was read and what it changed.

        Raises UnreadableFile for a file of which nothing can be read.
        """
        file = orders_of(content, filename)
        if dry_run:
            with self.store.reading() as uow:
                return file, plan_import(uow, file.orders, file.assumed, self.contexts.policy.admins)
        return file, self._in_parts(file, progress)

    def _in_parts(self, file: OrdersFile, progress: HowFar) -> ImportPlan:
        """Save the orders of a file, in several transactions. After a crash between two the file is imported again."""
        done: list[ImportPlan] = []
        breaths = Breaths(self.pause)
        for start in range(0, len(file.orders), ORDERS_AT_A_TIME):
            with breaths.holding():
                done.append(self._part(file.orders[start : start + ORDERS_AT_A_TIME], file.assumed))
            progress(min(start + ORDERS_AT_A_TIME, len(file.orders)), len(file.orders))
        return together(done)

    def _part(self, orders: Sequence[Order], assumed: frozenset[str]) -> ImportPlan:
        with self.store.unit_of_work() as uow:
            plan = ImportPlan(orders=tuple(orders), assumed=assumed)
            return apply_import(uow, plan, self._follow_in(uow), self.contexts.policy.admins)

    def receive(self, submission: Submission) -> Receipt:
        """Save an order from another system; when this returns, it is on disk.

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
        """Import organizations and their people from a file.

        Raises UnreadableFile for a file of which nothing can be read.
        """
        file = directory_of(content, filename)
        with self.store.unit_of_work() as uow:
            counts = import_directory(uow, file.organizations)
        return file, counts

    def _follow_in(self, uow: UnitOfWork) -> Changed:
        """Return the function that saves changed orders in a transaction, and does what follows."""
        return partial(self.order_changed, self.contexts.of(None, uow, self.clock.now()))
