"""A window: somebody at the page, who looks at cards as they are drawn, fills them in and presses."""

import re
from pathlib import Path
from types import TracebackType
from typing import Self

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, ViewportSize, expect

from playground.demo.scenes import Character
from tests.browser.chromium import MILLISECONDS

SCREEN: ViewportSize = {"width": 1280, "height": 800}
ISOLATES = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069"))
NEWEST_CARD = """known => {
    const newest = [...document.querySelectorAll(".message:has(.card)")].at(-1)?.dataset.id;
    return newest === known ? null : newest;
}"""


class Window:
    """A page, by what a person does there; whatever its console complains of fails the test."""

    def __init__(self, context: BrowserContext, url: str) -> None:
        self.complaints: list[str] = []
        self._tabs: list[Page] = []
        context.set_default_timeout(MILLISECONDS)
        context.on("page", self._listen_to)
        self.page = tab_in(context)
        self.page.set_viewport_size(SCREEN)
        self.page.goto(url)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()
        if error is None:
            assert self.complaints == []

    def _close(self) -> None:
        """Close what was opened here, and let whoever comes next find nothing that was kept."""
        context = self.page.context
        context.remove_listener("page", self._listen_to)
        context.clear_cookies()
        self.page.evaluate("localStorage.clear()")
        for tab in self._tabs:
            tab.close()

    def _listen_to(self, page: Page) -> None:
        self._tabs.append(page)
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
        """Return the newest card with these words."""
        return self.page.locator(".message .card").filter(has_text=words).last

    def waits_for_another_card(self, known: str) -> str:
        """Wait until the newest card is another than the one that is known; returns by what it is known."""
        found = self.page.wait_for_function(NEWEST_CARD, arg=known).json_value()
        return str(found)

    def newest_card(self) -> str:
        """Return the id of the newest card."""
        return self.waits_for_another_card("")

    def heading(self) -> str:
        """Return what the newest card is called, without the characters that give it its direction."""
        return self.card.get_by_role("heading").first.inner_text().translate(ISOLATES)

    def sees(self, heading: str) -> None:
        expect(self.card.get_by_role("heading", name=heading, exact=True)).to_be_visible()

    # Doing

    def is_now(self, character: Character) -> None:
        self.page.get_by_role("navigation").get_by_role("button", name=character.name).click()
        self.sees_that_it_is(character)

    def sees_that_it_is(self, character: Character) -> None:
        expect(self.page.locator(".pane-about").first).to_contain_text(character.name)

    def says(self, words: str) -> None:
        self.writes(words)
        self.page.locator(".composer [type=submit]").click()

    def writes(self, words: str) -> None:
        """Type without sending it yet."""
        self.page.get_by_role("textbox").fill(words)

    def tries(self, title: str) -> None:
        """Press one of the things to try."""
        self.page.locator("#tries").get_by_role("button", name=title, exact=True).click()

    def unfolds(self, panel: str) -> None:
        self.page.locator("summary").get_by_text(panel, exact=True).click()

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

    def saves_the_conversation(self, folder: Path) -> Path:
        with self.page.expect_download() as download:
            self.page.get_by_role("link", name="Save the conversation as a test").click()
        file = folder / download.value.suggested_filename
        download.value.save_as(file)
        return file

    def lets_a_day_pass(self) -> None:
        self.page.get_by_role("button", name="+1 day").click()


def tab_in(context: BrowserContext) -> Page:
    """Open a tab. Where another is open it is opened from there, since Chromium begins a process for any other."""
    if not context.pages:
        return context.new_page()
    with context.expect_page() as opened:
        context.pages[0].evaluate("void window.open()")
    return opened.value
