"""Somebody who opens the page for the first time: one press leads to each thing to try, and nothing typed is lost."""

import pytest
from playwright.sync_api import Locator, Page, expect

from bot.language.texts import texts
from playground.demo import scenes
from playground.demo.ideas import IDEAS
from playground.demo.stage import Stage
from playground.page.words import page_texts
from tests.browser.axe import stumbling_blocks
from tests.browser.window import Window

pytestmark = pytest.mark.browser


def own_field(window: Window) -> Locator:
    return window.page.locator(".composer textarea").first


def test_each_thing_to_try_leads_there_and_says_what_to_look_at(window: Window) -> None:
    expect(window.page.locator("#hint")).to_have_text(IDEAS[0].advice(texts()))
    for idea in IDEAS:
        window.tries(idea.title)
        window.sees_that_it_is(idea.who)
        expect(window.page.locator("#hint")).to_have_text(idea.advice(texts()))
        expect(own_field(window)).to_have_value(idea.types)
        if idea.opens:
            expect(window.page.locator(f"#{idea.opens} summary")).to_be_in_viewport()
        if idea.attaches:
            expect(window.page.locator(".attached")).to_contain_text(idea.attaches)
    # What was put there for one of them is not left for the next, and no panel hides the people.
    window.tries("Break something")
    window.tries("Go astray")
    expect(own_field(window)).to_have_value("")
    expect(window.page.locator("details.panel[open]")).to_have_count(0)

    # Who turns to somebody by name is told what that one can try; folded, it stays so.
    window.is_now(scenes.RITA)
    expect(window.page.locator("#hint")).to_contain_text("Rita")
    window.page.get_by_role("button", name="Try", exact=True).click()
    expect(window.page.locator("#hint")).to_be_hidden()
    window.page.reload()
    expect(window.card).to_be_visible()
    expect(window.page.locator("#tries")).to_be_hidden()
    assert stumbling_blocks(window.page) == []


def test_what_was_typed_stays_while_one_looks_elsewhere_and_when_the_page_is_loaded_again(window: Window) -> None:
    window.presses("Set Up Now")
    window.sees("What is your role?")
    window.chooses("I am the customer")
    window.writes("Just a mo")
    window.is_now(scenes.ZOE)
    expect(own_field(window)).to_have_value("")
    # The browser's Back leads to whom one was before.
    window.page.go_back()
    window.sees_that_it_is(scenes.ANN)
    expect(own_field(window)).to_have_value("Just a mo")

    window.page.reload()
    window.sees("What is your role?")
    expect(window.card.get_by_role("radio", name="I am the customer")).to_be_checked()
    expect(own_field(window)).to_have_value("Just a mo")
    window.writes("exit")
    own_field(window).press("Enter")
    expect(window.page.locator(".message.mine").last).to_contain_text("exit")
    window.page.reload()
    expect(window.card).to_be_visible()
    expect(own_field(window)).to_have_value("")


def test_an_answer_comes_into_view_also_below_a_card_that_is_longer_than_the_window(window: Window) -> None:
    window.is_now(scenes.ADA)
    for words, heading in (("/help", "What you can type"), ("/orders", "Orders"), ("/help", "What you can type")):
        window.says(words)
        newest = window.page.locator(".message:not(.mine)").last
        expect(newest).to_contain_text(heading)
        expect(newest.locator(".head")).to_be_in_viewport()


def test_who_reads_further_up_is_told_that_there_is_more(window: Window, stage: Stage) -> None:
    window.page.set_viewport_size({"width": 1280, "height": 500})
    window.is_now(scenes.RITA)
    expect(window.card).to_contain_text(scenes.PIAS_LATE_ORDER)
    more, samir = window.page.locator(".newest"), stage.person(scenes.SAMIR)
    scroll_to(window.page, 0)
    expect(more).to_be_hidden()
    stage.world.says(samir, stage.rep_space, "Lunch?")
    expect(more).to_be_visible()
    expect(window.messages.last).not_to_be_in_viewport()
    more.click()
    expect(window.messages.last).to_be_in_viewport()
    expect(more).to_be_hidden()
    # Her own words come into view wherever she was.
    scroll_to(window.page, 0)
    window.says("At twelve")
    expect(window.page.locator(".message.mine").last).to_contain_text("At twelve")
    expect(window.page.locator(".message.mine").last).to_be_in_viewport()


def scroll_to(page: Page, top: int) -> None:
    page.locator(".messages").first.evaluate("(list, top) => { list.scrollTop = top; }", top)


def test_around_a_conversation_stand_the_words_of_its_reader(window: Window) -> None:
    window.is_now(scenes.OMAR)
    pane = window.page.locator(".pane")
    expect(pane).to_have_attribute("dir", "rtl")
    expect(pane.locator("[type=submit]")).to_have_text("إرسال")
    expect(pane.locator(".pane-about")).to_contain_text(scenes.OMAR.about(page_texts("ar")))
    expect(window.card).to_have_attribute("dir", "ltr")
    window.is_now(scenes.INES)
    expect(pane).to_have_attribute("dir", "ltr")
    expect(pane.locator("[type=submit]")).to_have_text("Envoyer")
