"""The browser of the browser tests: the Chromium this machine has, for Playwright brings none of its own."""

import os
import shutil

import pytest
from playwright.sync_api import Browser, Playwright

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
