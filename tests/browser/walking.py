"""A whole order, walked in the browser in any language: each card is known by its heading, and answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from playwright.sync_api import Page, expect

from bot.language.texts import Texts
from playground.demo.scenes import Character
from tests.browser.axe import stumbling_blocks
from tests.browser.window import Window

PASSWORD = "Blue-Harbour-42!"
END = "Your services are provisioned"
ADDRESS = "Customer administrator email address"


@dataclass(frozen=True)
class Try:
    """An answer that leads nowhere yet: what is filled in and pressed, and what the card says then."""

    fills: Mapping[str, str]
    says: str
    presses: str = "Next"


@dataclass(frozen=True)
class Step:
    """What is done with a card. Headings, labels and titles are source sentences; what is filled in is not."""

    tries: Sequence[Try] = ()
    presses: str = "Next"
    chooses: str = ""
    fills: Mapping[str, str] = field(default_factory=dict)
    agrees: bool = False
    creates_a_password: bool = False


STEPS: Mapping[str, Step] = {
    "Set up your Webex order": Step(presses="Set Up Now"),
    "What is your role?": Step(chooses="I am a partner"),
    "Who will set up the services?": Step(chooses="Yes, I will set up"),
    "Your partner organization": Step(),
    "Customer organization": Step(),
    "Confirm customer and partner": Step(presses="Confirm and map for good"),
    "Your order is set up successfully": Step(presses="Continue"),
    "Customer and partner are confirmed": Step(presses="Continue"),
    "Create a password for your partner organization": Step(presses="Create password", creates_a_password=True),
    "Service setup": Step(),
    "Subscription details": Step(),
    "Provision and start billing": Step(presses="Provision", agrees=True),
}


@dataclass(frozen=True)
class Walk:
    """Somebody's way through their order, in their language: what is theirs to fill in, by heading."""

    who: Character
    language: str
    own: Mapping[str, Step]


def customer_administrator(email: str, *tries: Try) -> dict[str, Step]:
    return {"Customer administrator": Step(tries, fills={ADDRESS: email})}


def services(location: str, address: str, city: str, site: str, *tries: Try) -> dict[str, Step]:
    where = {"Location name": location, "Street address": address, "City": city}
    return {
        "Calling settings": Step(presses="Save", fills=where),
        "Meeting settings": Step(presses="Save", fills={"Site name": site}),
        "Organization settings": Step(tries, presses="Save", fills={"Subdomain": site}),
    }


def walk(window: Window, way: Walk, t: Texts) -> list[str]:
    """Answer card after card to the end; returns the headings that were seen, as source sentences."""
    steps = {**STEPS, **way.own}
    meant = {t(heading): heading for heading in [*steps, END]}
    direction = "rtl" if t.is_right_to_left else "ltr"
    seen: list[str] = []
    card = ""
    while not seen or seen[-1] != END:
        card = window.waits_for_another_card(card)
        seen.append(meant[window.heading()])
        if seen[-1] != END:
            step = steps[seen[-1]]
            expect(window.card.locator(".ac-actionSet").last).to_have_attribute("dir", direction)
            fail(window, step.tries, t)
            card = window.newest_card()
            take(window, step, t)
    return seen


def fail(window: Window, tries: Sequence[Try], t: Texts) -> None:
    """Answer as one should not, and read why."""
    for each in tries:
        fill(window, each.fills, t)
        window.presses(t(each.presses))
        expect(window.card).to_contain_text(each.says)


def take(window: Window, step: Step, t: Texts) -> None:
    if step.chooses:
        window.chooses(t(step.chooses))
    fill(window, step.fills, t)
    if step.agrees:
        window.agrees()
    if step.creates_a_password:
        create_the_password(window.opens(t(step.presses)))
    else:
        window.presses(t(step.presses))


def fill(window: Window, fills: Mapping[str, str], t: Texts) -> None:
    for label, words in fills.items():
        window.fills(t(label), words)


def create_the_password(tab: Page) -> None:
    """Fill in the one-time page, on which nobody stumbles, in either scheme."""
    assert stumbling_blocks(tab) == []
    tab.emulate_media(color_scheme="dark")
    assert stumbling_blocks(tab) == []
    tab.locator("#password").fill(PASSWORD)
    tab.locator("#again").fill(PASSWORD)
    tab.locator("button[type=submit]").click()
    expect(tab.locator("form")).to_have_count(0)
    tab.close()
