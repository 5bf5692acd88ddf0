"""The browser of the browser tests: the Chromium this machine has, for Playwright brings none of its own."""

import os
import shutil

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Playwright

from playground.patience import PATIENCE

MILLISECONDS = PATIENCE * 1000
NAMES = ("chromium", "chromium-browser", "google-chrome")

# Started as root in a container, and without the calls home that a test has no use for.
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def chromium_path() -> str:
    """Return where Chromium is; without one the test is skipped, but on CI, which brings one, it fails."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found:
        return found
    missing = f"No Chromium here: none of {', '.join(NAMES)} is on PATH. On Debian: apt-get install chromium"
    if os.environ.get("CI"):
        pytest.fail(missing)
    pytest.skip(missing)


def launch(playwright: Playwright) -> Browser:
    """Start Chromium without a window and with a profile of its own."""
    return playwright.chromium.launch(
        executable_path=chromium_path(), headless=True, args=list(FLAGS), timeout=MILLISECONDS
    )


class Chromium:
    """The Chromium of one process of tests: started when it is needed, and anew once it has crashed."""

    def __init__(self, playwright: Playwright) -> None:
        self._playwright = playwright
        self._started: tuple[Browser, BrowserContext] | None = None

    @property
    def browser(self) -> Browser:
        """A browser that lives."""
        return self._living()[0]

    @property
    def profile(self) -> BrowserContext:
        """What the windows of all tests have in common: one process draws them while a page of it is open."""
        return self._living()[1]

    def close(self) -> None:
        """End it, where it was started."""
        if self._started is not None:
            self._started[0].close()
            self._started = None

    def _living(self) -> tuple[Browser, BrowserContext]:
        if self._started is not None and not is_alive(self._started[1]):
            self.close()
        if self._started is None:
            browser = launch(self._playwright)
            self._started = browser, browser.new_context()
            self._started[1].new_page()
        return self._started


def is_alive(profile: BrowserContext) -> bool:
    """Return whether the first page of a profile still answers; it does not where its process has crashed."""
    try:
        profile.pages[0].evaluate("true")
    except (Error, IndexError):
        return False
    return True
