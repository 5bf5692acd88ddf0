"""Each fault of the page, pressed in Chromium by somebody who then writes: the bot keeps its promises."""

from datetime import timedelta

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Request, expect

from bot.settings.provisioning import Provisioning
from playground.demo import scenes
from playground.demo.stage import Stage, open_scene
from playground.page.guarantees import promises
from tests.browser.axe import stumbling_blocks
from tests.browser.window import Window

# What is pressed, how many webhooks are then delivered of one message, and with what outcome.
ANSWERED_ONCE = (
    ("Deliver everything twice", 2, "204"),
    ("429, with seconds to wait", 1, "204"),
    ("429, with a date to wait for", 1, "204"),
    ("429, with nonsense to wait for", 1, "204"),
    ("429, without a word of how long", 1, "204"),
    ("503 three times", 1, "204"),
    ("Answer after five seconds", 1, "204"),
    ("Cut before the post is made", 1, "204"),
    ("Cut after the post is made", 1, "204"),
    ("Deliver late and in any order", 1, "204"),
    ("Kill it, and start it again", 1, "204"),
    ("Restart it", 1, "204"),
    ("Clock back an hour", 1, "204"),
)


@pytest.fixture(autouse=True)
def briefly(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second is long enough to be waited for in a test."""
    monkeypatch.setattr("playground.page.mishaps.WAIT", 1)


def is_a_press(request: Request) -> bool:
    return request.method == "POST" and "/page/panel/faults?" in request.url


def breaks(window: Window, title: str) -> None:
    """Press a button, and wait until it has worked: what is written next might else be faster."""
    with window.page.expect_request_finished(is_a_press):
        window.page.locator("#troubles").get_by_role("button", name=title, exact=True).click()


def answers(window: Window) -> Locator:
    return window.page.locator(".message:not(.mine)")


def owed(page: Page, name: str) -> Locator:
    return page.locator("#owed div").filter(has=page.get_by_text(name, exact=True)).locator("dd")


def waits_no_longer(stage: Stage) -> None:
    """Move the clock past what the bot waits for after a refusal, as often as it is refused."""
    planned = stage.world.faults.planned
    while planned:
        stage.world.wait_for_change(stage.world.changes, 0.05)
        if stage.world.faults.planned < planned:
            planned = stage.world.faults.planned
            stage.timeline.skip(timedelta(seconds=30))


def test_whatever_is_broken_each_message_is_answered_once(window: Window, stage: Stage) -> None:
    window.is_now(scenes.ANN)
    window.sees("Set up your Webex order")
    window.unfolds("Break something")
    said = answers(window).count()
    for title, deliveries, outcome in ANSWERED_ONCE:
        breaks(window, title)
        before = len(stage.world.deliveries.log)
        window.says("help")
        said += 1
        waits_no_longer(stage)
        expect(answers(window)).to_have_count(said)
        stage.timeline.settle()
        told = [str(each.outcome) for each in stage.world.deliveries.log[before:] if b"messages" in each.body]
        assert told.count(outcome) >= deliveries, title
        assert answers(window).count() == said, title
        breaks(window, "Everything calm again")

    for name, number in (("inbox", 1), ("outbox", 3), ("reminders due", 4), ("dead letters", 7)):
        expect(owed(window.page, name)).to_contain_text(f"promise {number} kept")


def test_what_is_lost_forged_or_replayed_is_not_answered(window: Window, stage: Stage) -> None:
    window.is_now(scenes.ANN)
    window.sees("Set up your Webex order")
    window.unfolds("Break something")
    said = answers(window).count()
    newest = window.page.locator("#deliveries li").first

    breaks(window, "Sign the next one wrongly")
    window.says("help")
    expect(newest).to_contain_text("401")
    breaks(window, "Lose the next one")
    window.says("help")
    expect(window.page.locator(".message.mine")).to_have_count(2)
    stage.timeline.settle()
    assert answers(window).count() == said

    window.says("help")
    expect(answers(window)).to_have_count(said + 1)
    # The answer itself is announced as well.
    stage.timeline.settle()
    before = len(stage.world.deliveries.log)
    breaks(window, "Replay the last one")
    expect(newest).to_contain_text("204")
    stage.timeline.settle()
    assert len(stage.world.deliveries.log) == before + 1
    assert answers(window).count() == said + 1


def test_while_it_cannot_be_reached_what_was_written_waits(window: Window) -> None:
    window.is_now(scenes.ANN)
    window.sees("Set up your Webex order")
    window.unfolds("Break something")
    said = answers(window).count()
    stop = window.page.locator("#troubles").get_by_role("button", name="Stop the bot", exact=True)
    stop.click()
    expect(stop).to_have_attribute("aria-pressed", "true")
    expect(owed(window.page, "bot")).to_have_text("stopped")
    window.says("help")
    breaks(window, "Stop the bot")
    expect(stop).to_have_attribute("aria-pressed", "false")
    expect(answers(window)).to_have_count(said + 1)

    breaks(window, "Switch the webhooks off")
    window.says("help")
    expect(window.page.locator(".message.mine")).to_have_count(2)
    # Within a minute the bot looks; travelling takes it past that.
    window.page.get_by_role("button", name="+1 hour").click()
    expect(answers(window)).to_have_count(said + 2)


def test_the_services_behind_an_order_are_switched_one_at_a_time(profile: BrowserContext) -> None:
    with open_scene(provisioning=Provisioning.CONTROL_HUB) as stage, Window(profile, stage.page_url) as window:
        window.is_now(scenes.ADA)
        window.unfolds("Break something")
        admin, commerce = (window.page.get_by_role("group", name=name) for name in ("Webex Admin", "Cisco Commerce"))
        switches = admin.get_by_role("button")
        for panel in (admin, commerce):
            expect(panel.get_by_role("button")).to_have_count(6)
        titles = switches.all_inner_texts()
        for title in titles:
            admin.get_by_role("button", name=title, exact=True).click()
            expect(admin.locator("[aria-pressed=true]")).to_have_text([title])
        # It is as its button says: the doctor tells of it, with what to do.
        admin.get_by_role("button", name="Refuse: 401", exact=True).click()
        commerce.get_by_role("button", name="Fail: 503", exact=True).click()
        expect(window.page.locator("#troubles [aria-pressed=true]")).to_have_text(["Refuse: 401", "Fail: 503"])
        window.says("/doctor")
        expect(window.card).to_contain_text("Webex Admin refuses")
        assert stumbling_blocks(window.page) == []
        breaks(window, "Everything calm again")
        expect(window.page.locator("#troubles [aria-pressed=true]")).to_have_count(0)


def test_each_promise_is_one_click_away(window: Window) -> None:
    window.unfolds("Break something")
    link = window.page.locator("#troubles li").filter(has_text="Cut after the post is made").get_by_role("link")
    with window.page.context.expect_page() as opened:
        link.click()
    page = opened.value
    expect(page.locator("section:target h2")).to_have_text(f"3. {promises()[2].title}")
    assert stumbling_blocks(page) == []
