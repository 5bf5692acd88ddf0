"""The local Webex by itself: any bot can be pointed at it, with the people and rooms of a file."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import BrowserContext, expect
from webexpythonsdk import WebexAPI

from playground.__main__ import main
from playground.alone import EXAMPLE, Alone, open_alone, read_world
from tests.browser.axe import stumbling_blocks
from tests.browser.visitor import Visitor
from tests.browser.window import Window
from tests.fakes.callers import Receiver

ANN = "ann@northwind.example"


@pytest.fixture
def alone() -> Iterator[Alone]:
    with open_alone(read_world(EXAMPLE)) as alone:
        yield alone


def test_a_bot_of_another_maker_hears_ann_and_answers(alone: Alone) -> None:
    visitor, receiver = Visitor(alone.page_url), Receiver()
    api = WebexAPI(access_token=alone.token, base_url=alone.api_url)
    assert api.people.me().displayName == "My Bot"
    (room,) = api.rooms.list()
    assert room.title == "Northwind and the bot"
    api.webhooks.create(name="all", targetUrl=receiver.url, resource="messages", event="created")

    assert visitor.tells("/page/say", text="hello", **{"as": ANN, "in": "bot"}).status_code == 204
    alone.world.settle()
    (heard,) = receiver.data("messages", "created")
    assert api.messages.get(heard["id"]).text == "hello"
    api.messages.create(toPersonEmail=ANN, text="Good morning, Ann")
    assert visitor.room(ANN)["messages"][-1]["text"] == "Good morning, Ann"

    faults = visitor.asks("/page/panel/faults").json()
    assert [group["title"] for group in faults["groups"]][-1] == "All of them"
    assert visitor.asks("/page/panel/calendar").status_code == 404
    assert visitor.asks("/guarantees").status_code == 404
    receiver.stop()
    visitor.session.close()


def test_what_a_bot_writes_with_marks_is_drawn_as_webex_draws_it_and_nothing_of_it_runs(
    alone: Alone, profile: BrowserContext
) -> None:
    api = WebexAPI(access_token=alone.token, base_url=alone.api_url)
    (room,) = api.rooms.list()
    marks = (
        "# Report",
        "**Hello** <@all>, see [Cisco](https://www.cisco.com/)",
        "- one\n- two",
        "<img src=x onerror=f()>",
    )
    with Window(profile, alone.page_url) as window:
        doors = window.page.locator(".doors code")
        expect(doors).to_have_text([alone.api_url, alone.token])
        expect(doors.first).to_be_visible()
        window.page.set_viewport_size({"width": 375, "height": 740})
        expect(window.page.locator(".messages")).to_have_attribute(
            "data-empty", re.compile("^Nothing has been said yet")
        )
        window.page.get_by_role("button", name="Menu").click()
        window.page.locator("button.room").filter(has_text=room.title).click()
        api.messages.create(roomId=room.id, markdown="\n\n".join(marks))
        text = window.messages.last.locator(".text")
        expect(text.locator(".heading")).to_have_text("Report")
        expect(text.locator("strong")).to_have_text("Hello")
        expect(text.locator(".chip")).to_have_text("@All")
        expect(text.get_by_role("link")).to_have_attribute("href", "https://www.cisco.com/")
        expect(text.get_by_role("listitem")).to_have_text(["one", "two"])
        expect(text).to_contain_text(marks[-1])
        assert stumbling_blocks(window.page) == []
        # A name that is longer than a phone is wide makes the page no wider.
        window.page.evaluate("document.querySelector('h1').append('Northwind'.repeat(20))")
        assert window.page.evaluate("document.documentElement.scrollWidth") <= 375


@pytest.mark.parametrize(
    ("before", "after", "complaint"),
    [
        ("[bot]", "bot = 1\n[other]", "bot: Input should be"),
        ("[bot]", "[bot", "cannot be read"),
        ('email = "omar', 'mail = "omar', "people.1.email: Field required"),
        ('members = ["ann', 'members = ["anna', "nobody in it is anna@"),
        ('email = "my-bot@webex.bot"', 'email = "Ann@northwind.example"', "the same email address"),
    ],
)
def test_a_file_that_is_no_world_is_refused_with_its_reason(
    tmp_path: Path, before: str, after: str, complaint: str
) -> None:
    words = EXAMPLE.read_text(encoding="utf-8").replace(', "my-bot@webex.bot"]', "]")
    (tmp_path / "world.toml").write_text(words.replace(before, after), encoding="utf-8")
    said = CliRunner().invoke(main, [str(tmp_path / "world.toml")])
    assert said.exit_code == 1
    assert complaint in said.output
