"""The demo's own stage and scene, and Chromium to look at it.

What a failed test saw last is kept in `screenshots`; with SCREENSHOTS=folder what every test saw last is kept there.
"""

import os
import re
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from playground.demo.stage import Stage, open_scene
from tests.browser.chromium import MILLISECONDS, launch
from tests.browser.visitor import Visitor
from tests.browser.window import Window

SCREENSHOTS = os.environ.get("SCREENSHOTS", "")
OF_ALL = Path(SCREENSHOTS).absolute()
OF_FAILURES = Path(__file__).parents[2] / "screenshots"
HAS_PASSED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let fixtures know how their test went."""
    report = yield
    if report.when == "call":
        item.stash[HAS_PASSED] = report.passed
    return report


@pytest.fixture
def stage() -> Iterator[Stage]:
    with open_scene() as stage:
        yield stage


@pytest.fixture
def visitor(stage: Stage) -> Iterator[Visitor]:
    visitor = Visitor(stage.page_url)
    yield visitor
    visitor.session.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=MILLISECONDS)
    with sync_playwright() as playwright, launch(playwright) as browser:
        yield browser


@pytest.fixture(scope="session")
def profile(browser: Browser) -> Iterator[BrowserContext]:
    """What the windows of all tests have in common: Chromium draws them in one process while a page of it is open."""
    with browser.new_context() as profile:
        profile.new_page()
        yield profile


@pytest.fixture
def window(stage: Stage, profile: BrowserContext, request: pytest.FixtureRequest) -> Iterator[Window]:
    """The page of the demo in a window."""
    with Window(profile, stage.page_url) as window:
        yield window
        has_passed = request.node.stash.get(HAS_PASSED, False)
        folder = OF_ALL if SCREENSHOTS else OF_FAILURES
        if SCREENSHOTS or not has_passed:
            window.page.screenshot(path=folder / f"{re.sub(r'[^a-z]+', '-', request.node.name)}.png")
