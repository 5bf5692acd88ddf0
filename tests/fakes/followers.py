"""What follows from a changed order, where no handlers are there to do it."""

from bot.domain.orders import Order
from store import UnitOfWork


class Followers:
    """Saves what changes and keeps it, where the handlers would let reminders follow."""

    def __init__(self, uow: UnitOfWork) -> None:
        self.uow = uow
        self.told: list[tuple[Order | None, Order]] = []

    def __call__(self, before: Order | None, after: Order) -> None:
        assert self.uow.orders.get(after.number) == before
        self.uow.orders.save(after)
        self.told.append((before, after))
