"""The calendar: working days and holidays by country, and the hours in which nobody is written to. Pure."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays
from babel import Locale, UnknownLocaleError
from holidays.registry import COUNTRIES

QUIET_FROM, QUIET_UNTIL = time(20), time(8)
FRIDAY = 4
SATURDAY_AND_SUNDAY = frozenset({5, 6})
# The weekend is Friday and Saturday, although neither library says so: Palestine's public service, banks and schools.
FRIDAY_AND_SATURDAY_TOO = frozenset({"PS"})
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Calendar:
    """The working week and the public holidays of a country (ISO 3166 alpha-2).

    Where the country is not known, Monday to Friday are working days and there are no holidays.
    """

    country: str = ""

    @property
    def is_known(self) -> bool:
        return self.country in known_countries()

    def is_working(self, day: date) -> bool:
        """Return whether people work on a day."""
        if not self.is_known:
            return day.weekday() not in SATURDAY_AND_SUNDAY
        return day not in days_off(self.country, day.year)

    def next_working(self, day: date) -> date:
        """Return the first working day on or after a day."""
        return self._first_working(day, ONE_DAY)

    def last_working(self, day: date) -> date:
        """Return the last working day on or before a day."""
        return self._first_working(day, -ONE_DAY)

    def after(self, day: date, working_days: int) -> date:
        """Return the day that is so many working days after a day."""
        for _each in range(working_days):
            day = self.next_working(day + ONE_DAY)
        return day

    def _first_working(self, day: date, step: timedelta) -> date:
        while not self.is_working(day):
            day += step
        return day


def at_wall_clock(day: date, hour: time, zone: ZoneInfo) -> datetime:
    """Return the moment, in UTC, at which the clocks of a zone show this; in a skipped hour, it is one hour later."""
    return datetime.combine(day, hour, zone).astimezone(UTC)


def is_quiet(moment: datetime, zone: ZoneInfo) -> bool:
    """Return whether it is night where somebody is."""
    hour = moment.astimezone(zone).time()
    return hour >= QUIET_FROM or hour < QUIET_UNTIL


def after_quiet(moment: datetime, zone: ZoneInfo) -> datetime:
    """Return the moment itself, or the end of the night it is in."""
    if not is_quiet(moment, zone):
        return moment
    local = moment.astimezone(zone)
    morning = local.date() if local.time() < QUIET_UNTIL else local.date() + ONE_DAY
    return at_wall_clock(morning, QUIET_UNTIL, zone)


@cache
def known_countries() -> frozenset[str]:
    """Return the countries whose calendar is known."""
    # The library's own list imports the calendar of each: 200 ms and some megabytes, for a few that we use.
    return frozenset(code for _name, code, *_aliases in COUNTRIES.values())


@cache
def days_off(country: str, year: int) -> frozenset[date]:
    """Return the days of a year on which a country does not work: weekends and public holidays."""
    # The library fills a calendar when asked, which two threads must not do at once: so each year is asked for once.
    known = holidays.country_holidays(country, years=year)
    # It assumes Saturday and Sunday for every country whose weekend it does not know.
    if known.weekend == SATURDAY_AND_SUNDAY:
        known.weekend = set(usual_weekend(country))
    every_day = (date(year, 1, 1) + n * ONE_DAY for n in range(366))
    return frozenset(day for day in every_day if day.year == year and not known.is_working_day(day))


def usual_weekend(country: str) -> frozenset[int]:
    """Return the weekend of a country by CLDR if it includes a Friday, else Saturday and Sunday.

    CLDR also knows weekends of Sunday alone, but a reminder on a Saturday is worse than one on the Monday after.
    """
    if country in FRIDAY_AND_SATURDAY_TOO:
        return frozenset({FRIDAY, FRIDAY + 1})
    try:
        place = Locale.parse(f"und_{country}")
    except UnknownLocaleError:
        return SATURDAY_AND_SUNDAY
    days = frozenset(range(place.weekend_start, place.weekend_end + 1))
    return days if FRIDAY in days else SATURDAY_AND_SUNDAY
