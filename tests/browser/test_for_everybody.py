"""Nobody stumbles: axe-core finds nothing serious on any page, in either scheme, in Arabic, on a phone."""

from playwright.sync_api import Browser, expect

from playground.demo import scenes
from playground.serving import serve
from tests.browser.axe import stumbling_blocks
from tests.browser.window import Window
from tools.gallery import gallery


def test_the_page_has_no_stumbling_block(window: Window) -> None:
    page = window.page
    expect(window.card).to_be_visible()
    for panel, content in (("Time, forecast and ledger", "#sent a"), ("Break something", "#troubles button")):
        window.unfolds(panel)
        expect(page.locator(content).first).to_be_visible()
    window.presses("Set Up Now")
    window.sees("What is your role?")
    assert stumbling_blocks(page) == []
    page.emulate_media(color_scheme="dark")
    assert stumbling_blocks(page) == []
    window.is_now(scenes.RITA)
    page.locator("button.room").filter(has_text=scenes.REP_SPACE).click()
    expect(window.card).to_contain_text(scenes.PIAS_LATE_ORDER)
    assert stumbling_blocks(page) == []
    window.is_now(scenes.OMAR)
    page.set_viewport_size({"width": 375, "height": 740})
    assert stumbling_blocks(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 375


def test_the_gallery_has_no_stumbling_block(browser: Browser) -> None:
    with (
        serve(gallery("escalation")) as server,
        browser.new_context(viewport={"width": 1600, "height": 900}) as context,
    ):
        window = Window(context, server.url)
        window.page.get_by_label("With").fill("claimed")
        expect(window.page.locator("figure .card").last).to_be_visible()
        expect(window.page.get_by_text("Webex takes")).to_contain_text("1 of 5")
        assert window.page.locator(".findings").count() == 0
        assert stumbling_blocks(window.page) == []
        assert window.complaints == []
