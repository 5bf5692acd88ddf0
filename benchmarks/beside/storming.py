"""What each of very many orders costs that are due at once, from the look that finds it until its card is there."""

from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.beside.contestants import FIRST_NUMBER, Ours
from bot.bootstrap import build
from playground.model import Message, Person
from tests.staging.files import order_file
from tests.staging.live import where_it_is_noon

ORDERS_OF_ONE = 2
PATIENCE = 3600.0


class Stormed(Ours):
    """The bot, with so many orders that are due when it starts, at a Webex that grants as many calls as it makes."""

    name = "stormed"

    def __init__(self, folder: Path, orders: int) -> None:
        super().__init__(folder, orders // ORDERS_OF_ONE)
        self.invited: Counter[str] = Counter()
        self.saw = self._saw

    def begin(self) -> None:
        """Let everybody's orders come in; all are due when the process starts."""
        zone, today = where_it_is_noon()
        contacts = [each.email for each in self.people] * ORDERS_OF_ONE
        bot = build(self.settings(self.url))
        bot.imports.orders(
            order_file(
                *(
                    f"{FIRST_NUMBER + n},A-FLEX-3,{today},{contact},Contoso,Northwind,meetings;calling,SA,{zone},,,"
                    for n, contact in enumerate(contacts)
                )
            ),
            "orders.csv",
        )
        bot.store.close()

    def get_ready(self) -> None:
        """Wait until everybody has a card of each order."""
        orders = len(self.people) * ORDERS_OF_ONE
        self.until(lambda: self.invited.total() >= orders, PATIENCE)

    def _saw(self, person: Person, card: Message) -> None:
        self.invited[person.id] += 1


def storm_cost(orders: int) -> float:
    """Return how many milliseconds of a processor each order takes, beyond what a start takes without any."""
    return 1000 * (_cpu(orders) - _cpu(0)) / orders


def _cpu(orders: int) -> float:
    with TemporaryDirectory() as folder, Stormed(Path(folder) / Stormed.name, orders) as on:
        if on.invited.total() > orders:
            raise RuntimeError(f"{on.invited.total()} cards were posted of {orders} orders")
        return on.cpu()
