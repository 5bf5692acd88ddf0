"""Chromium crashes now and then; that is to fail the test in which it does, and none that come after it."""

import pytest
from playwright.sync_api import Error, expect

from playground.demo.stage import Stage
from tests.browser.chromium import Chromium
from tests.browser.window import Window


def test_after_a_page_has_crashed_the_next_window_opens_in_another_chromium(chromium: Chromium, stage: Stage) -> None:
    with pytest.raises(Error, match="crashed"), Window(chromium.profile, stage.page_url) as window:
        window.page.goto("chrome://crash")
    with Window(chromium.profile, stage.page_url) as window:
        expect(window.card).to_be_visible()
