"""The calendar: whatever the country and the zone, working days are worked on and nights are quiet."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from holidays import list_supported_countries
from hypothesis import given
from hypothesis import strategies as st

from bot.reminders.calendar import Calendar, after_quiet, at_wall_clock, is_quiet, known_countries

ZONES = [ZoneInfo(name) for name in ("Europe/London", "America/New_York", "Asia/Riyadh", "Australia/Lord_Howe")]
countries = st.sampled_from([*sorted(known_countries()), "", "XX"])
days = st.dates(date(2024, 1, 1), date(2030, 12, 31))
moments = st.datetimes(datetime(2024, 1, 1), datetime(2030, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - it has one


@pytest.mark.parametrize(
    ("country", "day", "works"),
    [
        ("DE", date(2026, 3, 6), True),  # a Friday
        ("DE", date(2026, 3, 8), False),  # a Sunday
        ("SA", date(2026, 3, 6), False),
        ("SA", date(2026, 3, 8), True),
        ("EG", date(2026, 3, 6), False),
        ("AE", date(2026, 3, 6), True),  # Saturday and Sunday since 2022
        ("AE", date(2026, 3, 8), False),
        ("LY", date(2026, 3, 6), False),  # CLDR alone knows Libya's weekend
        ("LY", date(2026, 3, 7), False),
        ("LY", date(2026, 3, 8), True),
        ("PS", date(2026, 3, 6), False),
        ("PS", date(2026, 3, 15), True),
        ("IN", date(2026, 3, 7), False),  # a Saturday, though CLDR's weekend there is Sunday
        ("AQ", date(2026, 3, 7), False),  # nobody's language
        ("SA", date(2026, 3, 20), False),  # Eid al-Fitr
        ("US", date(2026, 7, 3), False),  # Independence Day is on a Saturday
        ("", date(2026, 12, 25), True),  # no country, no holidays
    ],
)
def test_each_country_has_its_own_week_and_holidays(country: str, day: date, works: bool) -> None:
    assert Calendar(country).is_working(day) is works


@given(countries, days)
def test_the_next_and_the_last_working_day_are_the_nearest(country: str, day: date) -> None:
    calendar = Calendar(country)
    following, before = calendar.next_working(day), calendar.last_working(day)

    assert calendar.is_working(following)
    assert calendar.is_working(before)
    assert before <= day <= following
    between = [before + timedelta(days=n) for n in range(1, (following - before).days)]
    assert not any(calendar.is_working(each) for each in between)
    assert (before == following) is calendar.is_working(day)


@given(countries, days, st.integers(0, 5))
def test_working_days_are_counted_one_by_one(country: str, day: date, n: int) -> None:
    calendar = Calendar(country)
    end = calendar.after(day, n)

    worked = [day + timedelta(days=each) for each in range(1, (end - day).days + 1)]
    assert sum(calendar.is_working(each) for each in worked) == n


@given(moments, st.sampled_from(ZONES))
def test_nobody_is_written_to_at_night(moment: datetime, zone: ZoneInfo) -> None:
    later = after_quiet(moment, zone)

    assert not is_quiet(later, zone)
    assert moment <= later <= moment + timedelta(hours=13)
    assert (later == moment) is not is_quiet(moment, zone)


@pytest.mark.parametrize("zone", ZONES, ids=str)
@pytest.mark.parametrize("hour", [time(1, 30), time(2, 15), time(9), time(19, 59)])
def test_the_clock_on_the_wall_holds_on_every_day_of_a_year(zone: ZoneInfo, hour: time) -> None:
    for n in range(366):
        day = date(2026, 1, 1) + timedelta(days=n)
        local = at_wall_clock(day, hour, zone).astimezone(zone)

        assert local.date() == day
        # Only an hour that the clocks skip comes later, by as much as they skip.
        skipped = datetime.combine(local.date(), local.time()) - datetime.combine(day, hour)
        assert skipped in {timedelta(0), timedelta(minutes=30), timedelta(hours=1)}
        assert skipped == timedelta(0) or hour < time(3)


def test_each_country_that_the_library_supports_is_known() -> None:
    assert known_countries() == frozenset(list_supported_countries(include_aliases=False))
