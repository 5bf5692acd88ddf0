"""The demo's own stage and scene, and Chromium to look at it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from playground.stage import Stage, open_scene
from tests.browser.chromium import launch
from tests.browser.visitor import Visitor
from tests.browser.window import Window

PATIENCE = 30_000


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
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright, launch(playwright) as browser:
        yield browser


@pytest.fixture
def window(stage: Stage, browser: Browser) -> Iterator[Window]:
    """The page in a window; whatever its console complains of fails the test."""
    with browser.new_context(viewport={"width": 1280, "height": 800}) as context:
        context.set_default_timeout(PATIENCE)
        window = Window(context, stage.page_url)
        yield window
        assert window.complaints == []
