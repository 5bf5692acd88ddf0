"""An order as people see it: the demo's page in Chromium, with the real bot behind it."""

import pytest
from playwright.sync_api import expect

from playground import scenes
from tests.browser.axe import stumbling_blocks
from tests.browser.window import Window

pytestmark = pytest.mark.browser

PASSWORD = "Blue-Harbour-42!"


def test_ann_sets_up_her_order(window: Window) -> None:
    window.is_now(scenes.ANN)
    window.sees("Set up your Webex order")
    window.presses("Set Up Now")

    map_the_order(window)
    create_the_password(window)
    set_up_the_services(window)

    window.sees("Your services are provisioned")


def map_the_order(window: Window) -> None:
    window.sees("What is your role?")
    window.chooses("I am a partner")
    window.presses("Next")
    window.sees("Who will set up the services?")
    window.chooses("Yes, I will set up")
    window.presses("Next")
    window.sees("Your partner organization")
    window.chooses("Create a new partner organization")
    window.presses("Next")
    window.fills("Company name", "Northwind Riyadh")
    window.picks("Country or region", "Saudi Arabia")
    window.presses("Next")

    window.sees("Customer administrator")
    window.fills("Customer administrator email", "reception@contoso-dental.example")
    window.presses("Next")
    expect(window.card).to_contain_text("already belongs to the organization")
    window.fills("Customer administrator email", scenes.CARLA.email)
    window.presses("Next")
    window.sees("Customer organization")
    window.presses("Next")
    window.sees("Confirm customer and partner")
    window.presses("Confirm and map for good")
    window.sees("Your order is set up successfully")
    window.presses("Continue")


def create_the_password(window: Window) -> None:
    window.sees("Create a password for your partner organization")
    tab = window.opens("Create password")
    assert stumbling_blocks(tab) == []
    tab.locator("#password").fill(PASSWORD)
    tab.locator("#again").fill(PASSWORD)
    tab.locator("button[type=submit]").click()
    expect(tab.locator("form")).to_have_count(0)
    tab.close()


def set_up_the_services(window: Window) -> None:
    window.sees("Service setup")
    window.presses("Next")
    window.sees("Subscription details")
    window.presses("Next")
    window.sees("Calling settings")
    window.fills("Location name", "Riyadh head office")
    window.fills("Street address", "King Fahd Road 1")
    window.fills("City", "Riyadh")
    window.presses("Save")
    window.sees("Meeting settings")
    window.fills("Site name", "contosodental")
    window.presses("Save")
    window.sees("Organization settings")
    window.fills("Subdomain", "contosodental")
    window.presses("Check Availability")
    expect(window.card).to_contain_text("“contosodental” is available")
    window.presses("Save")
    window.sees("Provision and start billing")
    window.agrees()
    window.presses("Provision")


def test_what_is_required_is_asked_for_before_it_is_sent(window: Window) -> None:
    window.is_now(scenes.ANN)
    window.presses("Set Up Now")
    window.sees("What is your role?")
    window.presses("Next")
    window.sees("Who will set up the services?")
    window.chooses("Another person in my company will set up")
    window.presses("Next")
    window.sees("Who in your company will set up?")
    window.presses("Next")
    expect(window.card).to_contain_text("Enter an email address, such as")


def test_the_representatives_are_called_when_nobody_begins(window: Window) -> None:
    window.is_now(scenes.RITA)
    expect(window.card).to_contain_text(scenes.PIAS_LATE_ORDER)

    window.lets_a_day_pass()
    escalation = window.card_about(scenes.ANNS_ORDER)
    escalation.get_by_role("button", name="Claim").click()
    claimed = window.page.get_by_text(f"Rita Chen has claimed order {scenes.ANNS_ORDER}.")
    expect(claimed.filter(visible=True).first).to_be_visible()


def test_arabic_runs_from_right_to_left(window: Window) -> None:
    window.is_now(scenes.OMAR)
    window.says("مساعدة")
    expect(window.page.get_by_text("مساعدة", exact=True).last).to_have_css("direction", "rtl")


def test_french_is_read_and_typed(window: Window) -> None:
    window.is_now(scenes.INES)
    window.sees("Configurez votre commande Webex")
    window.says("configurer maintenant")
    window.sees("Quel est votre rôle ?")


def test_people_are_shown_side_by_side_and_closed_again(window: Window) -> None:
    for _ in range(2):
        window.page.get_by_role("button", name="Side by side").click()
    panes = window.page.get_by_role("region")
    expect(panes).to_have_count(3)
    ann, rita = panes.nth(0), panes.nth(1)
    ann.get_by_role("button", name="Set Up Now", exact=True).click()
    expect(ann.get_by_role("heading", name="What is your role?")).to_be_visible()
    expect(rita.get_by_text(scenes.PIAS_LATE_ORDER).first).to_be_visible()
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
    window.page.get_by_role("button", name="People").click()
    window.is_now(scenes.PIA)
    window.sees("Set up your Webex order")
    assert window.page.evaluate("document.documentElement.scrollWidth") <= 390
