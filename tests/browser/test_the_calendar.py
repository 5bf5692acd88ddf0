"""The calendar beside the chat: any moment can be gone to, and what was sent is found again."""

from datetime import timedelta

from playwright.sync_api import expect

from playground.demo import scenes
from playground.demo.stage import Stage
from tests.browser.visitor import Visitor
from tests.browser.window import Window

CALENDAR = "/page/panel/calendar"


def test_what_was_foreseen_is_sent_once_its_moment_has_come(stage: Stage, visitor: Visitor) -> None:
    foreseen = visitor.asks(CALENDAR).json()["ahead"]
    first = foreseen[0]
    assert any(each["to"] == scenes.PIA.name for each in foreseen)
    assert any(each["to"] == "representatives" for each in foreseen)
    later = stage.timeline.now().astimezone(scenes.ZONE) + timedelta(days=3)
    assert visitor.tells(CALENDAR, to=later.strftime("%Y-%m-%dT%H:%M")).status_code == 204
    seen = visitor.asks(CALENDAR).json()
    assert first not in seen["ahead"]
    assert seen["sent"][0]["at"] > first["at"]

    # Nobody goes back, or to no day at all.
    before = stage.timeline.now()
    for moment in ("2020-01-01T09:00", "2199-01-01T09:00", "Tuesday"):
        answer = visitor.tells(CALENDAR, to=moment)
        assert answer.status_code == 422
        assert answer.json()["message"].startswith("Choose a")
    assert stage.timeline.now() - before < timedelta(hours=1)


def test_a_line_of_the_ledger_leads_to_its_message(window: Window) -> None:
    window.unfolds("Time, forecast and ledger")
    line = window.page.locator("#sent li").filter(has_text="to Inès").first
    words = line.locator("a").inner_text()
    line.locator("a").click()
    window.sees_that_it_is(scenes.INES)
    pointed_at = window.page.locator(".pointed-at")
    expect(pointed_at).to_contain_text(words)
    expect(pointed_at).to_be_in_viewport()
