"""Messages as Webex lists them, in pages and threads, and their files."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from webexteamssdk import ApiError, WebexTeamsAPI

from playground.messages import Upload
from playground.model import Person
from playground.refusals import Refused
from playground.world import World
from tests.fakes.callers import Caller
from tests.fakes.clocks import StandingClock


def test_a_reply_hangs_under_a_message_of_the_same_room(
    api: WebexTeamsAPI, world: World, ann: Person, bot: Person
) -> None:
    question = ann.says(bot, "when?")
    answer = api.messages.create(roomId=question.room_id, parentId=question.id, text="now")
    elsewhere = world.room("Elsewhere", bot)

    assert [each.id for each in api.messages.list_direct(personId=ann.id, parentId=question.id)] == [answer.id]
    with pytest.raises(ApiError, match="400"):
        api.messages.create(roomId=question.room_id, parentId=answer.id, text="deeper")
    with pytest.raises(ApiError, match="404"):
        api.messages.create(roomId=elsewhere.id, parentId=question.id, text="there")


# Lists


def test_a_direct_room_is_listed_newest_first(api: WebexTeamsAPI, ann: Person, bot: Person) -> None:
    first = ann.says(bot, "one")
    second = api.messages.create(toPersonId=ann.id, text="two")

    assert [each.id for each in api.messages.list_direct(personEmail=ann.email)] == [second.id, first.id]
    assert [each.text for each in api.messages.list(first.room_id, beforeMessage=second.id)] == ["one"]


def test_a_direct_list_names_one_person(as_bot: Caller, ann: Person) -> None:
    for params in ({}, {"personId": ann.id, "personEmail": ann.email}):
        assert as_bot("GET", "/messages/direct", params=params).status_code == 400
    assert as_bot("GET", "/messages/direct", params={"personId": ann.id}).status_code == 404


def test_in_a_group_a_bot_reads_what_mentions_it(
    api: WebexTeamsAPI, ann_api: WebexTeamsAPI, world: World, ann: Person, bot: Person
) -> None:
    room = world.room("Launch", ann, bot)
    aside = world.says(ann, room, "between us")
    called = world.says(ann, room, "start", mentions=[bot])

    assert [each.id for each in api.messages.list(room.id, mentionedPeople="me")] == [called.id]
    with pytest.raises(ApiError, match="403"):
        list(api.messages.list(room.id))
    with pytest.raises(ApiError, match="404"):
        api.messages.get(aside.id)
    assert [each.id for each in ann_api.messages.list(room.id)] == [called.id, aside.id]


def test_a_direct_list_has_the_newest_fifty_and_no_next_page(as_bot: Caller, ann: Person, bot: Person) -> None:
    said = [ann.says(bot, str(number)).id for number in range(60)]

    listed = as_bot("GET", "/messages/direct", params={"personId": ann.id, "max": 60})

    assert [each["id"] for each in listed.json()["items"]] == said[:9:-1]
    assert "Link" not in listed.headers


@pytest.mark.parametrize(
    "before",
    ["2026-11-22T10:16:02.417Z", "2026-11-22T10:16:02.417000Z", "2026-11-22T10:16Z", "2026-11-22T11:16:02.417+01:00"],
)
def test_before_is_a_moment_however_it_is_written(
    as_bot: Caller, clock: StandingClock, ann: Person, bot: Person, before: str
) -> None:
    first = ann.says(bot, "first")
    clock.passes(minutes=1)
    ann.says(bot, "second")

    listed = as_bot("GET", "/messages", params={"roomId": first.room_id, "before": before})

    assert [each["id"] for each in listed.json()["items"]] == [first.id]


@pytest.mark.parametrize("before", ["yesterday", "2026-11-22T10:16:02", "2026-11-22T10:16:02 01:00", "1700000000"])
def test_before_is_refused_when_it_is_no_moment(as_bot: Caller, ann: Person, bot: Person, before: str) -> None:
    room_id = ann.says(bot, "hello").room_id

    assert as_bot("GET", "/messages", params={"roomId": room_id, "before": before}).status_code == 400


def test_only_ones_own_mentions_can_be_listed(
    as_bot: Caller, as_ann: Caller, world: World, ann: Person, bot: Person, boris: Person
) -> None:
    room = world.room("Launch", ann, bot, boris)
    called = world.says(ann, room, "start", mentions=[bot])

    def listed(caller: Caller, mentioned: str) -> Any:
        return caller("GET", "/messages", params={"roomId": room.id, "mentionedPeople": mentioned})

    assert listed(as_bot, ann.id).status_code == 400
    assert listed(as_ann, f"me,{boris.id}").status_code == 400
    assert [each["id"] for each in listed(as_bot, bot.id).json()["items"]] == [called.id]
    assert listed(as_ann, "me").json()["items"] == []


def test_pages_of_mentions_lose_the_mention_in_the_link(
    api: WebexTeamsAPI, as_bot: Caller, world: World, ann: Person, bot: Person
) -> None:
    room = world.room("Launch", ann, bot)
    for number in range(120):
        world.says(ann, room, str(number), mentions=[bot])

    first = as_bot("GET", "/messages", params={"roomId": room.id, "mentionedPeople": "me", "max": 500})

    assert len(first.json()["items"]) == 100
    further = first.headers["Link"].split("/v1")[1].split(">")[0]
    assert "mentionedPeople" not in further
    assert as_bot("GET", further).status_code == 403
    # The SDK puts the lost word back into the link.
    assert len(list(api.messages.list(room.id, mentionedPeople="me", max=100))) == 120
    world.faults.next_link_drops_mentions = False
    again = as_bot("GET", "/messages", params={"roomId": room.id, "mentionedPeople": "me"})
    assert "mentionedPeople=me" in again.headers["Link"]


# Files


def test_a_person_sends_a_file(api: WebexTeamsAPI, as_bot: Caller, ann: Person, bot: Person) -> None:
    said = ann.says(bot, "/import", file=Upload("orders.csv", b"WEB ORDER ID\n1\n", "text/csv"))

    (url,) = api.messages.get(said.id).files
    file = as_bot("GET", url.split("/v1")[1])
    assert file.content == b"WEB ORDER ID\n1\n"
    assert file.headers["Content-Type"].startswith("text/csv")
    assert file.headers["Content-Disposition"] == "attachment; filename=orders.csv"


def test_the_bot_sends_a_file(api: WebexTeamsAPI, world: World, ann: Person, tmp_path: Path) -> None:
    report = tmp_path / "report.csv"
    report.write_text("a,b\n")

    sent = api.messages.create(toPersonId=ann.id, text="Your report", files=[str(report)])

    (file,) = world.messages.get(sent.id).files
    assert (file.name, file.data) == ("report.csv", b"a,b\n")
    with pytest.raises(ApiError, match="400"):
        api.messages.edit(sent.id, sent.roomId, text="Another")
    assert api.messages.create(toPersonId=ann.id, files=["https://a.example/chart.png"]).files


HALF_A_CHARACTER = "\\ud800"


@pytest.mark.parametrize("name", ["orders%0A.csv", "orders%0D%0AX-Header:%20yes.csv", "orders%00.csv", "%7F.csv"])
def test_a_file_has_a_name_on_one_line(as_bot: Caller, world: World, ann: Person, bot: Person, name: str) -> None:
    disposition = f"Content-Disposition: form-data; name=files; filename*=UTF-8''{name}\r\n\r\n"
    to = f"Content-Disposition: form-data; name=toPersonId\r\n\r\n{ann.id}"
    form = f"--part\r\n{to}\r\n--part\r\n{disposition}a,b\r\n--part--\r\n"

    reply = as_bot("POST", "/messages", data=form, headers={"Content-Type": "multipart/form-data; boundary=part"})

    assert (reply.status_code, "name of a file" in reply.json()["message"]) == (400, True)
    with pytest.raises(Refused, match="name of a file"):
        ann.says(bot, "/import", file=Upload(unquote(name), b"a,b"))


@pytest.mark.parametrize(
    "said",
    [
        f'"text": "{HALF_A_CHARACTER}"',
        f'"markdown": "**{HALF_A_CHARACTER}**"',
        f'"text": "The chart", "files": ["https://a.example/{HALF_A_CHARACTER}.png"]',
    ],
)
def test_half_a_character_is_refused_wherever_it_stands(as_bot: Caller, ann: Person, said: str) -> None:
    whole = f'{{"toPersonId": "{ann.id}", {said}}}'

    reply = as_bot("POST", "/messages", data=whole, headers={"Content-Type": "application/json"})

    assert reply.status_code == 400
    assert as_bot("POST", "/messages", json={"toPersonId": ann.id, "text": "\U0001f600"}).status_code == 200


@pytest.mark.parametrize("status", [423, 410, 428])
def test_a_file_can_be_withheld(as_bot: Caller, world: World, ann: Person, bot: Person, status: int) -> None:
    said = ann.says(bot, "", file=Upload("virus.csv", b"x"))
    world.faults.failing(status, path="/contents", retry_after=5)

    reply = as_bot("GET", f"/contents/{said.files[0].id}")

    assert (reply.status_code, reply.headers["Retry-After"]) == (status, "5")
