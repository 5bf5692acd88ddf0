"""The page speaks the language of whoever looks at it, and each part of it says in which language it is."""

from playwright.sync_api import expect

from bot.language.folders import OTHERS, SOURCE_LANGUAGE
from bot.language.texts import texts
from playground.demo import scenes
from playground.demo.stage import Stage
from playground.page.guarantees import IN_SHORT, promises
from playground.page.words import page_texts
from tests.browser.axe import stumbling_blocks
from tests.browser.visitor import Visitor
from tests.browser.window import Window

CALENDAR = "/page/panel/calendar"


def test_the_page_is_turned_to_each_language_and_nobody_stumbles(window: Window) -> None:
    page, t = window.page, page_texts(SOURCE_LANGUAGE)
    root = page.locator("html")
    for language in OTHERS:
        page.set_viewport_size({"width": 1280, "height": 800})
        page.get_by_role("combobox", name=t("Language")).select_option(language)
        t = page_texts(language)
        direction = "rtl" if t.is_right_to_left else "ltr"
        expect(root).to_have_attribute("lang", language)
        expect(root).to_have_attribute("dir", direction)
        for panel, content in (("Time, forecast and ledger", "#sent a"), ("Break something", "#troubles button")):
            window.unfolds(t(panel))
            expect(page.locator(content).first).to_be_visible()
        expect(page.locator("#troubles button").first).to_have_text(t("Deliver everything twice"))

        # Around Ann stand the words of the page, and her card says that it is in English.
        window.is_now(scenes.ANN)
        window.sees("Set up your Webex order")
        pane = page.locator(".pane")
        expect(pane).to_have_attribute("lang", language)
        expect(pane).to_have_attribute("dir", direction)
        expect(window.card).to_have_attribute("lang", SOURCE_LANGUAGE)
        expect(pane.locator("[type=submit]")).to_have_text(t("Send"))
        assert stumbling_blocks(page) == []
        page.emulate_media(color_scheme="dark")
        page.set_viewport_size({"width": 375, "height": 740})
        assert stumbling_blocks(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 375
        # The first stop of the tab key leads to where one writes, in either direction.
        page.locator("body").evaluate("() => document.getElementById('skip').focus()")
        page.keyboard.press("Enter")
        expect(pane.locator("textarea")).to_be_focused()

        # It is remembered, and opens with whoever reads that language.
        page.goto(page.url.partition("?")[0])
        expect(root).to_have_attribute("lang", language)
        expect(window.card).to_have_attribute("lang", language)
        expect(window.card).to_contain_text(texts(language)("Set up your Webex order"))


def test_a_browser_is_answered_in_its_language_unless_another_was_chosen(stage: Stage, visitor: Visitor) -> None:
    for language in OTHERS:
        t = page_texts(language)
        visitor.session.cookies.clear()
        visitor.session.headers["Accept-Language"] = f"xx, {language};q=0.8, {SOURCE_LANGUAGE};q=0.5"
        assert f'<html lang="{language}"' in visitor.asks("/").text
        assert t("Each promise ends somewhere, and has tests that would fail if it were broken.") in (
            visitor.asks("/guarantees").text
        )
        complaint = visitor.tells(CALENDAR, to="Tuesday").json()["message"]
        assert complaint == t("Choose a date and a time.")
        # A chosen one is remembered; an address goes before it, and one that there is not is none.
        assert f'<html lang="{SOURCE_LANGUAGE}"' in visitor.asks("/", language=SOURCE_LANGUAGE).text
        assert f'<html lang="{SOURCE_LANGUAGE}"' in visitor.asks("/").text
        assert f'<html lang="{SOURCE_LANGUAGE}"' in visitor.asks("/", language="xx").text
        assert f'<html lang="{language}"' in visitor.asks("/", language=language).text
    assert stage.page


def test_each_promise_of_the_document_is_said_in_short_in_every_language() -> None:
    assert [each.title for each in promises()] == list(IN_SHORT)
