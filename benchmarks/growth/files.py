"""Files of every size, each made once, and kept in the folder for temporary files."""

import shutil
from collections.abc import Callable
from pathlib import Path

from benchmarks.large.files import FIRST_NUMBER, KEPT, NOW, fingerprint, large_file
from benchmarks.large.history import write_history
from benchmarks.large.multiplied import multiply
from bot.bootstrap import policy_of
from bot.domain.pauses import Pause
from bot.operations.search_texts import RENEWED_BY
from bot.scheduling.basis import BASIS, basis_of
from bot.settings import Settings
from store import open_store
from store.orders.orders import folding

# More are made of so many: their import would take ten minutes of a processor.
MOST_IMPORTED = 100_000


def file_of(orders: int) -> Path:
    """Return a file of so many orders."""
    if orders <= MOST_IMPORTED:
        return large_file(orders)
    times = orders // MOST_IMPORTED
    return _kept(f"{orders}", lambda path: multiply(large_file(MOST_IMPORTED), path, MOST_IMPORTED, times))


def file_with_past(orders: int, events: int) -> Path:
    """Return a file of so many orders, with so many events that were handled in the last weeks."""

    def make(path: Path) -> None:
        shutil.copyfile(file_of(orders), path)
        over = [str(FIRST_NUMBER + n) for n in range(1, min(orders, MOST_IMPORTED), 2)]
        write_history(path, over, events, NOW)

    return _kept(f"{orders}-{events}", make) if events else file_of(orders)


def _kept(name: str, make: Callable[[Path], None]) -> Path:
    path = KEPT / f"{name}-{fingerprint()}.db"
    if not path.exists():
        unfinished = path.with_suffix(".part")
        make(unfinished)
        unfinished.replace(path)
    return path


def let_it_rest(path: Path, settings: Settings) -> None:
    """Leave a file as a bot does that was started with it before; its orders are of another day, and call nobody."""
    store = open_store(path)
    with store.unit_of_work() as uow:
        uow.pauses.hold_reminders(Pause(NOW, ""))
        uow.bot_state.set(RENEWED_BY, folding())
        uow.bot_state.set(BASIS, basis_of(policy_of(settings).timing))
    store.close()
