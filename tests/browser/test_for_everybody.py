"""Nobody stumbles: axe-core finds nothing serious on any page, in either scheme, in Arabic, on a phone."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, HttpCredentials, expect

from bot.language.folders import OTHERS
from playground.demo import scenes
from playground.serving import serve
from tests.browser.axe import stumbling_blocks
from tests.browser.chromium import Chromium
from tests.browser.window import Window
from tests.staging.settings import OPERATIONS_TOKEN
from tests.staging.stage import Stage as BotOnStage
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


def test_at_twice_its_size_the_page_leaves_room_for_the_conversation(window: Window) -> None:
    window.page.set_viewport_size({"width": 640, "height": 400})
    expect(window.card).to_be_visible()
    write = window.page.get_by_role("textbox")
    write.click()
    expect(write).to_be_in_viewport()
    talk = window.page.locator(".messages").bounding_box()
    assert talk
    assert talk["height"] > 200
    assert talk["y"] >= 0, "nothing of it is above the window"


def test_the_gallery_has_no_stumbling_block(profile: BrowserContext) -> None:
    with serve(gallery("escalation")) as server, Window(profile, server.url) as window:
        window.page.get_by_label("With").fill("claimed")
        expect(window.page.locator("figure .card").last).to_be_visible()
        expect(window.page.get_by_text("Webex takes")).to_contain_text("1 of 8")
        assert window.page.locator(".findings").count() == 0
        assert stumbling_blocks(window.page) == []
        window.page.set_viewport_size({"width": 375, "height": 740})
        window.page.emulate_media(color_scheme="dark")
        for language in OTHERS:
            window.page.get_by_role("banner").get_by_role("combobox").first.select_option(language)
            expect(window.page.locator("html")).to_have_attribute("lang", language)
            window.page.get_by_role("searchbox").fill("claimed")
            # Its own language stands before the others.
            expect(window.page.locator("figure .card").first.locator("..")).to_have_attribute("lang", language)
            assert stumbling_blocks(window.page) == []
            assert window.page.evaluate("document.documentElement.scrollWidth") <= 375


# Of an Arabic card: how far a part's right side is from that of the button below.
FROM_THE_RIGHT = """cards => cards.map(card => {
    const side = part => Math.round(part.getBoundingClientRect().right);
    const button = side(card.querySelector(".ac-pushButton"));
    return [...card.querySelectorAll("input[type=radio], label.ac-richTextBlock")].map(part => button - side(part));
})"""


def test_an_arabic_card_runs_from_the_right_also_where_its_choices_are_latin(
    profile: BrowserContext,
) -> None:
    with serve(gallery("flag 12")) as server, Window(profile, server.url) as window:
        page = window.page
        cards = page.locator("div[lang=ar] .card")
        expect(cards.last.get_by_text("A-FLEX-NUM")).to_be_visible()
        distances = cards.evaluate_all(FROM_THE_RIGHT)
        assert distances
        assert all(abs(distance) <= 2 for card in distances for distance in card), distances


def test_a_choice_on_one_card_leaves_those_of_others(profile: BrowserContext) -> None:
    with serve(gallery("role 0")) as server, Window(profile, server.url) as window:
        page = window.page
        expect(page.locator("figure .card").last).to_be_visible()
        assert page.locator("input[type=radio]:checked").count() == page.locator("figure .card").count()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_status_page_has_no_stumbling_block(chromium: Chromium, tmp_path: Path, language: str) -> None:
    operator: HttpCredentials = {"username": "anybody", "password": OPERATIONS_TOKEN}
    with (
        BotOnStage(tmp_path, datetime(2026, 3, 2, 8, 0, tzinfo=UTC)) as stage,
        serve(stage.bot.web) as server,
        chromium.browser.new_context(http_credentials=operator, locale=language, color_scheme="dark") as context,
        Window(context, f"{server.url}/status") as window,
    ):
        expect(window.page.get_by_role("table").or_(window.page.get_by_role("heading", level=2)).first).to_be_visible()
        for width in (1280, 375):
            window.page.set_viewport_size({"width": width, "height": 740})
            assert stumbling_blocks(window.page) == []
            assert window.page.evaluate("document.documentElement.scrollWidth") <= width
