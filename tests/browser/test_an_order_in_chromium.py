"""An order as people see it: the demo's page in Chromium, with the real bot behind it."""

import pytest
from playwright.sync_api import expect

from bot.language.texts import texts
from playground.demo import scenes
from tests.browser.window import Window

pytestmark = pytest.mark.browser

# What is pressed once the conversation has the focus: the tab key enters its newest card, and goes through it.
BY_KEYBOARD = (
    ("Set up your Webex order", ("Tab", "Tab", "Enter")),
    ("What is your role?", ("Tab", "Tab", "Tab", "Enter")),
    ("Who will set up the services?", ("Tab", "Tab", "Tab", "Enter")),
)


def test_an_overdue_order_is_reached_by_time_travel_and_claimed(window: Window) -> None:
    window.is_now(scenes.RITA)
    expect(window.card).to_contain_text(scenes.PIAS_LATE_ORDER)

    window.lets_a_day_pass()
    escalation = window.card_about(scenes.ANNS_ORDER)
    escalation.get_by_role("button", name="Claim").click()
    claimed = window.page.get_by_text(f"Rita Chen has claimed order {scenes.ANNS_ORDER}.")
    expect(claimed.filter(visible=True).first).to_be_visible()


def test_ann_hands_over_to_omar_beside_her_who_accepts_in_arabic(window: Window) -> None:
    window.is_now(scenes.ANN)
    window.presses("Set Up Now")
    window.sees("What is your role?")
    window.presses("Next")
    window.sees("Who will set up the services?")
    window.chooses("Another person in my company will set up")
    window.presses("Next")
    window.sees("Who in your company will set up?")
    window.fills("Email address", scenes.OMAR.email)
    window.presses("Next")

    window.page.get_by_role("button", name="Side by side").click()
    window.page.get_by_role("navigation").get_by_role("button", name=scenes.OMAR.name).click()
    ann, omar = window.page.get_by_role("region").first, window.page.get_by_role("region").last
    offer = omar.locator(".card").filter(has_text=scenes.ANNS_ORDER).last
    expect(offer).to_contain_text(scenes.ANN.email)
    arabic = texts("ar")
    offer.get_by_role("button", name=arabic("Set Up Now"), exact=True).click()
    expect(omar.locator(".card").last).to_contain_text(arabic("Your partner organization"))
    expect(ann.get_by_text("accepted").last).to_be_visible()


def test_an_order_is_begun_by_keyboard_alone(window: Window) -> None:
    window.is_now(scenes.ANN)
    window.sees("Set up your Webex order")
    keys = window.page.keyboard
    for heading, steps in BY_KEYBOARD:
        window.sees(heading)
        # The card before it may still be drawn again, as one that is done with.
        expect(window.messages.locator(".style-positive")).to_have_count(1)
        window.page.get_by_role("log").focus()
        for each in steps:
            keys.press(each)
    window.sees("Your partner organization")


def test_people_are_shown_side_by_side_and_closed_again(window: Window) -> None:
    for _ in range(2):
        window.page.get_by_role("button", name="Side by side").click()
    panes = window.page.get_by_role("region")
    expect(panes).to_have_count(3)
    ann, rita = panes.nth(0), panes.nth(1)
    ann.get_by_role("button", name="Set Up Now", exact=True).click()
    expect(ann.get_by_role("heading", name="What is your role?")).to_be_visible()
    expect(rita.get_by_text(scenes.PIAS_LATE_ORDER).first).to_be_visible()
    window.page.reload()
    expect(panes).to_have_count(3)
    panes.nth(2).get_by_role("button", name="Close").click()
    rita.get_by_role("button", name="Close").click()
    expect(panes).to_have_count(1)
    expect(ann.get_by_role("button", name="Close")).to_be_hidden()


def test_somebody_else_sees_that_there_is_news(window: Window) -> None:
    omar = window.page.get_by_role("navigation").get_by_role("button", name=scenes.OMAR.name)
    expect(omar.get_by_label("unread")).to_be_visible()
    window.is_now(scenes.OMAR)
    expect(omar.get_by_label("unread")).to_have_count(0)


def test_the_page_fits_a_phone(window: Window) -> None:
    window.page.set_viewport_size({"width": 390, "height": 844})
    window.page.get_by_role("button", name="Menu").click()
    window.is_now(scenes.PIA)
    window.sees("Set up your Webex order")
    # Things to try are there to begin with, and give their room to the conversation once somebody has begun.
    expect(window.page.locator("#hint")).to_be_visible()
    window.tries("Break something")
    expect(window.page.get_by_role("button", name="Deliver everything twice")).to_be_in_viewport()
    window.page.get_by_role("button", name="Menu").click()
    window.says("status")
    expect(window.page.locator("#hint")).to_be_hidden()
    assert window.page.evaluate("document.documentElement.scrollWidth") <= 390
    for place in window.page.get_by_role("textbox").all():
        assert place.evaluate("each => each.scrollHeight <= each.clientHeight + 1")
