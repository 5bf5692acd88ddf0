"""How long each piece of long work keeps everybody else from writing: the longest transaction, in CPU."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from time import thread_time

from benchmarks.large.asking import Stopwatch
from benchmarks.large.files import ADMIN, orders_csv
from bot.operations.erasing import begin, erase_noted
from bot.operations.housekeeping import Keeping, forget_strangers, tidy_up
from bot.operations.search_texts import RENEWED_BY, renew_search_texts
from store import Store, UnitOfWork
from tests.staging.stage import Stage

# As many as a file in the chat may have.
MOST_IN_CHAT = 1_000
SOMEBODY, SOMEBODY_ELSE = "p7@northwind.example.com", "p8@northwind.example.com"


@contextmanager
def longest_transaction() -> Iterator[Stopwatch]:
    """Measure the longest of the transactions that write meanwhile."""
    watch, unit_of_work = Stopwatch(), Store.unit_of_work

    @contextmanager
    def measured(store: Store, *, is_urgent: bool = False) -> Iterator[UnitOfWork]:
        began = thread_time()
        with unit_of_work(store, is_urgent=is_urgent) as uow:
            yield uow
        watch.seconds = max(watch.seconds, thread_time() - began)

    Store.unit_of_work = measured  # type: ignore[assignment, method-assign]
    try:
        yield watch
    finally:
        Store.unit_of_work = unit_of_work  # type: ignore[method-assign]


def import_in_chat(on: Stage) -> None:
    """Let an admin load as many new orders as a file in the chat may have."""
    ada = on.person(ADMIN, "Ada")
    ada.attaches("orders.csv", orders_csv(MOST_IN_CHAT, first=10_000_000).decode())
    ada.presses("Import")


def move(on: Stage) -> None:
    """Give somebody another address."""
    with on.bot.store.unit_of_work() as uow:
        uow.moves.address(SOMEBODY_ELSE, "p8@contoso.example.com")


def erase(on: Stage) -> None:
    """Erase somebody; that the file is rewritten afterwards is measured apart."""
    with on.bot.store.unit_of_work() as uow:
        begin(uow, SOMEBODY, on.clock.now())
    erase_noted(on.bot.store, on.clock.now, lambda _seconds: None)


def fold_anew(on: Stage) -> None:
    """Make the search text of each order anew."""
    with on.bot.store.unit_of_work() as uow:
        uow.bot_state.set(RENEWED_BY, "")
    renew_search_texts(on.bot.store, lambda _seconds: False)


def keep_house(on: Stage) -> None:
    """Delete all that is over, as if a year had passed."""
    soon = timedelta(days=1)
    tidy_up(on.bot.store, on.clock.now() + timedelta(days=365), Keeping(soon, soon, soon))
    forget_strangers(on.bot.store, on.clock.now(), [])


WORK: Mapping[str, Callable[[Stage], None]] = {
    f"/import of {MOST_IN_CHAT:,} rows": import_in_chat,
    "an address moves": move,
    "all planned anew": lambda on: on.bot.reminders.replan(),
    "search texts made anew": fold_anew,
    "a person erased": erase,
    "housekeeping": keep_house,
}


def longest_holds(on: Stage) -> Iterator[tuple[str, float]]:
    """Yield each piece of work with its longest transaction, in seconds."""
    for name, work in WORK.items():
        with longest_transaction() as watch:
            work(on)
        yield name, watch.seconds
