"""A window: somebody at the page, who looks at cards as they are drawn, fills them in and presses."""

import re

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, expect

from playground.scenes import Character


class Window:
    """The page, by what a person does there."""

    def __init__(self, context: BrowserContext, url: str) -> None:
        self.complaints: list[str] = []
        context.on("page", self._listen_to)
        self.page = context.new_page()
        self.page.goto(url)

    def _listen_to(self, page: Page) -> None:
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _heard(self, line: ConsoleMessage) -> None:
        if line.type in {"error", "warning"}:
            self.complaints.append(line.text)

    # Looking

    @property
    def messages(self) -> Locator:
        return self.page.locator(".message")

    @property
    def card(self) -> Locator:
        """The newest card of the conversation."""
        return self.page.locator(".message .card").last

    def card_about(self, words: str) -> Locator:
        """The newest card with these words."""
        return self.page.locator(".message .card").filter(has_text=words).last

    def sees(self, heading: str) -> None:
        expect(self.card.get_by_role("heading", name=heading, exact=True)).to_be_visible()

    # Doing

    def is_now(self, character: Character) -> None:
        self.page.get_by_role("navigation").get_by_role("button", name=character.name).click()
        expect(self.page.get_by_text(f"You are {character.name}")).to_be_visible()

    def says(self, words: str) -> None:
        self.page.get_by_role("textbox", name="Message").fill(words)
        self.page.get_by_role("button", name="Send").click()

    def chooses(self, words: str) -> None:
        self.card.get_by_role("radio", name=words).check()

    def agrees(self) -> None:
        self.card.get_by_role("checkbox").check()

    def fills(self, label: str, words: str) -> None:
        self.card.get_by_label(re.compile(f"^{label}")).fill(words)

    def picks(self, label: str, words: str) -> None:
        self.card.get_by_label(re.compile(f"^{label}")).select_option(label=words)

    def presses(self, title: str) -> None:
        self.card.get_by_role("button", name=title, exact=True).click()

    def opens(self, title: str) -> Page:
        """Press a button that opens a tab."""
        with self.page.context.expect_page() as opened:
            self.card.get_by_role("link", name=title, exact=True).click()
        return opened.value

    def lets_a_day_pass(self) -> None:
        self.page.get_by_role("button", name="+1 day").click()

    def jumps_to_the_next_reminder(self) -> None:
        self.page.get_by_role("button", name="Next reminder").click()
