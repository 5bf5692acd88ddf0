"""The demo's own stage and scene, and Chromium to look at it.

What a failed test saw last is kept in `screenshots`; with SCREENSHOTS=folder what every test saw last is kept there.
"""

import os
import re
from collections.abc import Generator, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect, sync_playwright

from playground.demo.stage import Stage, open_scene
from tests.browser.chromium import MILLISECONDS, Chromium
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
def chromium() -> Iterator[Chromium]:
    expect.set_options(timeout=MILLISECONDS)
    with sync_playwright() as playwright, closing(Chromium(playwright)) as chromium:
        yield chromium


@pytest.fixture
def profile(chromium: Chromium) -> BrowserContext:
    return chromium.profile


@pytest.fixture
def window(stage: Stage, profile: BrowserContext, request: pytest.FixtureRequest) -> Iterator[Window]:
    """The page of the demo in a window."""
    with Window(profile, stage.page_url) as window:
        yield window
        has_passed = request.node.stash.get(HAS_PASSED, False)
        folder = OF_ALL if SCREENSHOTS else OF_FAILURES
        if SCREENSHOTS or not has_passed:
            window.page.screenshot(path=folder / f"{re.sub(r'[^a-z]+', '-', request.node.name)}.png")
