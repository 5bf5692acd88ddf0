"""The report of the week: on its weekday it comes to the representatives' space by itself, once."""

from datetime import timedelta

import pytest

from tests.staging.actors import Actor
from tests.staging.stage import Stage
from tests.staging.stories import CONTOSO, at_nine

pytestmark = pytest.mark.usefixtures("quick_painter")


def reports(stage: Stage) -> list[str]:
    """Return the tables of reports that came to the space, in words."""
    return [words for words in stage.cards_in_space() if "Orders invited" in words]


def test_on_its_day_the_report_of_the_week_comes_to_the_space_once(stage: Stage, rita: Actor, ada: Actor) -> None:
    stage.import_orders(CONTOSO)
    stage.restart(WEEKLY_REPORT="monday")
    assert not reports(stage)

    at_nine(stage)
    [table] = reports(stage)
    assert "From Monday 23 February 2026, 09:00 to Monday 2 March 2026, 09:00 (UTC)" in table
    [picture] = [each for each in stage.world.transcript(stage.space) if each.files]
    assert picture.files[0].name == "report-2026-03-02.png"

    stage.restart()
    stage.wait(minutes=5)
    stage.clock.move_to(stage.clock.now() - timedelta(hours=2))
    stage.settle()
    stage.wait(hours=4)
    for _day in range(6):
        stage.wait(days=1)
    assert len(reports(stage)) == 1

    stage.wait(days=1)
    assert len(reports(stage)) == 2
    assert "From Monday 2 March 2026, 09:00 to Monday 9 March 2026, 09:00 (UTC)" in reports(stage)[-1]
    assert "Orders invited" not in ada.heard


def test_after_an_outage_of_hours_it_comes_late_and_after_days_not_at_all(stage: Stage, rita: Actor) -> None:
    stage.restart(WEEKLY_REPORT="Monday", TIMEZONE="Asia/Riyadh", REMINDER_TIME="12:00")
    stage.clock.move_to(stage.clock.now() + timedelta(hours=9))
    stage.restart()
    [table] = reports(stage)
    assert "to Monday 2 March 2026, 12:00 (Riyadh)" in table

    stage.clock.move_to(stage.clock.now() + timedelta(days=9))
    stage.restart()
    assert len(reports(stage)) == 1


def test_without_the_setting_none_comes_and_without_a_space_the_admins_get_it(stage: Stage, ada: Actor) -> None:
    at_nine(stage)
    stage.wait(days=7)
    assert not reports(stage)

    stage.restart(WEEKLY_REPORT="monday", REP_SPACE_ID="")
    assert not reports(stage)
    assert "Orders invited: 0" in ada.sees
