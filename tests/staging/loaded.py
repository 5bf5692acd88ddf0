"""What every bot in a process of its own would load for itself: whoever imports this can be forked at once."""

import gc

import app
from bot.clock import SystemClock
from bot.language.countries import countries_by_name
from bot.language.texts import texts
from bot.language.zone_names import zones_by_name
from bot.reminders.calendar import days_off

cli = app.cli


def warm_up() -> None:
    """Load words, countries, zones and holidays, which are made at their first use."""
    today = SystemClock().now()
    texts("en").day(today.date())
    countries_by_name()
    zones_by_name()
    for year in (today.year, today.year + 1):
        days_off("SA", year)
    # What is here now is never garbage, and no fork looks through it, which would copy all of it.
    gc.collect()
    gc.freeze()


warm_up()
