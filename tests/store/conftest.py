"""Every test has a database file of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from store import Store, UnitOfWork
from tests.fakes.disk import Disk
from tests.staging.databases import new_store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "setup-now.db"


@pytest.fixture
def store(path: Path, disk: Disk) -> Iterator[Store]:
    store = new_store(path)
    yield store
    store.close()


@pytest.fixture
def uow(store: Store) -> Iterator[UnitOfWork]:
    """One transaction for the whole test."""
    with store.unit_of_work() as uow:
        yield uow
