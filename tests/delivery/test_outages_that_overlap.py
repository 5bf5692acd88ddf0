"""An outage is caught up with whatever happens in the moment in which it, or the end of another, is being noted."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread

import pytest

from bot.delivery.catching_up import CatchingUp
from bot.delivery.outage_watch import OutageWatch
from store import Store, UnitOfWork
from tests.staging.stage import Stage


class Witnessed:
    """A store that lets something happen just before a commit, and just after."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.before_commit: Callable[[], object] = bool
        self.after_commit: Callable[[], object] = bool
        self.reading = store.reading

    @contextmanager
    def unit_of_work(self) -> Iterator[UnitOfWork]:
        with self._store.unit_of_work() as uow:
            yield uow
            self.before_commit()
        self.after_commit()

    def has_outage(self) -> bool:
        with self.reading() as uow:
            return uow.outages.current() is not None


@pytest.fixture
def store(stage: Stage) -> Witnessed:
    return Witnessed(stage.bot.store)


@pytest.fixture
def outages(stage: Stage, store: Witnessed) -> OutageWatch:
    return OutageWatch(store, stage.clock, stage.clock)  # type: ignore[arg-type]


@pytest.fixture
def catching_up(stage: Stage, store: Witnessed, outages: OutageWatch) -> CatchingUp:
    """There is nothing to catch up with any more."""
    catching_up = CatchingUp(
        store,  # type: ignore[arg-type]
        stage.door,
        stage.clock,
        stage.clock,
        stage.budget,
        outages,
        rep_spaces=lambda _uow: (),
        after_missed=lambda: None,
    )
    were_off(stage, outages)
    catch_up(catching_up)
    return catching_up


def were_off(stage: Stage, outages: OutageWatch) -> None:
    """Let the webhooks have been off until now."""
    outages.reachable(stage.clock.now(), was_repaired=True)


def catch_up(catching_up: CatchingUp) -> None:
    while catching_up():
        pass


def test_who_looks_while_an_outage_is_being_noted_does_not_take_it_for_over(
    stage: Stage, outages: OutageWatch, catching_up: CatchingUp, store: Witnessed
) -> None:
    def somebody_looks() -> None:
        looks = Thread(target=catching_up)
        looks.start()
        looks.join()

    store.before_commit = somebody_looks
    were_off(stage, outages)

    assert outages.is_behind


def test_an_outage_that_begins_while_the_end_of_another_is_being_noted_is_caught_up_with(
    stage: Stage, outages: OutageWatch, catching_up: CatchingUp, store: Witnessed
) -> None:
    others = [1]

    def were_off_again() -> None:
        if others and not store.has_outage():
            others.pop()
            were_off(stage, outages)

    were_off(stage, outages)
    store.after_commit = were_off_again
    catch_up(catching_up)

    assert not others
    assert not store.has_outage()
