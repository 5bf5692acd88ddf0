"""The day of the report of the week: when it is due, and that it is asked for once."""

from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.reminders.standing import Timing
from bot.scheduling.weekly import WeeklyReport
from store import open_store

MONDAYS_IN_BERLIN = WeeklyReport(0, Timing(time(9), "Europe/Berlin", 1))


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (datetime(2026, 3, 23, 7, 59, tzinfo=UTC), None),
        (datetime(2026, 3, 23, 8, 0, tzinfo=UTC), datetime(2026, 3, 23, 8, 0, tzinfo=UTC)),
        (datetime(2026, 3, 24, 7, 59, tzinfo=UTC), datetime(2026, 3, 23, 8, 0, tzinfo=UTC)),
        (datetime(2026, 3, 24, 8, 0, tzinfo=UTC), None),
        # Summer time has begun.
        (datetime(2026, 3, 30, 7, 0, tzinfo=UTC), datetime(2026, 3, 30, 7, 0, tzinfo=UTC)),
    ],
)
def test_it_is_due_for_a_day_from_the_hour_on_the_wall(now: datetime, due: datetime | None) -> None:
    assert MONDAYS_IN_BERLIN.due_by(now) == due


def test_two_processes_on_one_file_ask_once_a_week(tmp_path: Path) -> None:
    stores = [open_store(tmp_path / "shared.db") for _process in range(2)]
    monday = datetime(2026, 3, 23, 8, 0, tzinfo=UTC)
    for now in (monday, monday + timedelta(days=7)):
        assert [MONDAYS_IN_BERLIN.ask_if_due(store, now) for store in stores] == [True, False]
        assert [MONDAYS_IN_BERLIN.ask_if_due(store, now + timedelta(hours=5)) for store in stores] == [False, False]
    for store in stores:
        store.close()
