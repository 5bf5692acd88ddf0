"""The local Webex by itself: any bot can be pointed at it, with the people and rooms of a file."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from webexpythonsdk import WebexAPI

from playground.__main__ import main
from playground.alone import EXAMPLE, Alone, open_alone, read_world
from tests.browser.visitor import Visitor
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
    receiver.stop()
    visitor.session.close()


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
