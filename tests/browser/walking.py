"""A whole order, walked in the browser in any language: each card is known by its heading, and answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from playwright.sync_api import Page, expect

from bot.language.texts import Texts
from playground.scenes import Character
from tests.browser.window import Window

PASSWORD = "Blue-Harbour-42!"
END = "Your services are provisioned"


@dataclass(frozen=True)
class Step:
    """What is done with a card. Headings, labels and titles are source sentences; what is filled in is not."""

    presses: str = "Next"
    chooses: str = ""
    fills: Mapping[str, str] = field(default_factory=dict)
    agrees: bool = False
    creates_a_password: bool = False


STEPS: Mapping[str, Step] = {
    "Set up your Webex order": Step("Set Up Now"),
    "What is your role?": Step(chooses="I am a partner"),
    "Who will set up the services?": Step(chooses="Yes, I will set up"),
    "Your partner organization": Step(),
    "Customer organization": Step(),
    "Confirm customer and partner": Step("Confirm and map for good"),
    "Your order is set up successfully": Step("Continue"),
    "Customer and partner are confirmed": Step("Continue"),
    "Create a password for your partner organization": Step("Create password", creates_a_password=True),
    "Service setup": Step(),
    "Subscription details": Step(),
    "Provision and start billing": Step("Provision", agrees=True),
}


@dataclass(frozen=True)
class Walk:
    """Somebody's way through their order, in their language: what is theirs to fill in, by heading."""

    who: Character
    language: str
    own: Mapping[str, Step]


def customer_administrator(email: str) -> dict[str, Step]:
    return {"Customer administrator": Step(fills={"Customer administrator email address": email})}


def services(location: str, address: str, city: str, site: str) -> dict[str, Step]:
    where = {"Location name": location, "Street address": address, "City": city}
    return {
        "Calling settings": Step("Save", fills=where),
        "Meeting settings": Step("Save", fills={"Site name": site}),
        "Organization settings": Step("Save", fills={"Subdomain": site}),
    }


def walk(window: Window, way: Walk, t: Texts) -> list[str]:
    """Answer card after card to the end; returns the headings that were seen, as source sentences."""
    steps = {**STEPS, **way.own}
    meant = {t(heading): heading for heading in [*steps, END]}
    seen: list[str] = []
    card = ""
    while not seen or seen[-1] != END:
        card = window.waits_for_another_card(card)
        seen.append(meant[window.heading()])
        if seen[-1] != END:
            take(window, steps[seen[-1]], t)
    return seen


def take(window: Window, step: Step, t: Texts) -> None:
    if step.chooses:
        window.chooses(t(step.chooses))
    for label, words in step.fills.items():
        window.fills(t(label), words)
    if step.agrees:
        window.agrees()
    if step.creates_a_password:
        create_the_password(window.opens(t(step.presses)))
    else:
        window.presses(t(step.presses))


def create_the_password(tab: Page) -> None:
    tab.locator("#password").fill(PASSWORD)
    tab.locator("#again").fill(PASSWORD)
    tab.locator("button[type=submit]").click()
    expect(tab.locator("form")).to_have_count(0)
    tab.close()
