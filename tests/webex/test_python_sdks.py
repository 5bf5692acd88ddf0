"""What the suites of webexteamssdk and webexpythonsdk ask of Webex, asked of the local one.

Both suites (https://github.com/WebexCommunity/WebexPythonSDK, tests/api) run with a person's token. Followed are their
calls to the resources that are served here; these tests are our own.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from webexpythonsdk import WebexAPI
from webexteamssdk import WebexTeamsAPI

from playground.model import Person
from playground.serving import serve
from playground.world import World
from tests.fakes.callers import MakesCard, Receiver, sdk
from tests.fakes.clocks import StandingClock

SDKS = {"webexteamssdk": WebexTeamsAPI, "webexpythonsdk": WebexAPI}


@pytest.fixture(params=SDKS)
def api(request: pytest.FixtureRequest, service: serve, ann: Person) -> Iterator[Any]:
    """One SDK, then the other, in the hands of Ann."""
    with sdk(service, ann, SDKS[request.param]) as api:
        yield api


@pytest.fixture
def room(api: Any) -> Any:
    return api.rooms.create(title="Group room")


@pytest.fixture
def locked_room(api: Any, room: Any) -> Any:
    """Locked once it is there: webexteamssdk 1.7 forgets to say isLocked when it opens a room."""
    return api.rooms.update(room.id, title=room.title, isLocked=True)


def ids(found: Iterable[Any]) -> list[str]:
    return [each.id for each in found]


# People


def test_people_are_listed_by_address_name_and_id(api: Any, world: World, ann: Person) -> None:
    anton = world.person("anton@example.net", "Anton Example")

    assert api.people.me().id == ann.id
    assert api.people.get(anton.id).displayName == "Anton Example"
    assert ids(api.people.list(email="anton@example.net")) == [anton.id]
    assert ids(api.people.list(displayName="Anton Example")) == [anton.id]
    assert ids(api.people.list(id=anton.id)) == [anton.id]


# Rooms


def test_rooms_are_listed_by_kind_and_in_pages(api: Any, room: Any, boris: Person) -> None:
    direct = api.messages.create(toPersonId=boris.id, text="hello").roomId
    more = ids(api.rooms.create(f"Additional room {number}") for number in range(2))

    assert set(ids(api.rooms.list())) == {room.id, direct, *more}
    assert set(ids(api.rooms.list(type="group"))) == {room.id, *more}
    assert ids(api.rooms.list(type="direct")) == [direct]
    assert len(list(islice(api.rooms.list(max=1), 3))) == 3
    assert set(ids(api.rooms.list(max=1, sortBy="created"))) == {room.id, direct, *more}


def test_a_room_is_read_renamed_and_deleted(api: Any, room: Any) -> None:
    assert api.rooms.get(room.id).title == "Group room"
    assert api.rooms.update(room.id, title="Renamed").title == "Renamed"
    api.rooms.delete(room.id)

    assert ids(api.rooms.list()) == []


def test_a_locked_room_is_moderated_by_who_locked_it(api: Any, locked_room: Any, ann: Person) -> None:
    (mine,) = api.memberships.list(roomId=locked_room.id, personId=ann.id)

    assert locked_room.isLocked
    assert mine.isModerator


# Memberships


def test_members_are_added_and_listed_by_address_and_id(
    api: Any, room: Any, ann: Person, bot: Person, boris: Person
) -> None:
    by_address = api.memberships.create(roomId=room.id, personEmail=boris.email)
    by_id = api.memberships.create(roomId=room.id, personId=bot.id)

    assert ids(api.memberships.list(roomId=room.id, personEmail=boris.email)) == [by_address.id]
    assert ids(api.memberships.list(roomId=room.id, personId=bot.id)) == [by_id.id]
    assert [each.personId for each in api.memberships.list(room.id)] == [ann.id, boris.id, bot.id]
    assert len(list(islice(api.memberships.list(roomId=room.id, max=1), 3))) == 3
    assert [each.roomId for each in api.memberships.list()] == [room.id]


def test_moderators_of_a_locked_room_are_added_and_removed(
    api: Any, locked_room: Any, bot: Person, boris: Person
) -> None:
    added = [
        api.memberships.create(roomId=locked_room.id, personEmail=boris.email, isModerator=True),
        api.memberships.create(roomId=locked_room.id, personId=bot.id, isModerator=True),
    ]

    assert all(each.isModerator for each in added)
    for each in added:
        api.memberships.delete(each.id)
    assert len(list(api.memberships.list(locked_room.id))) == 1


def test_who_was_made_a_moderator_of_an_open_room_is_removed_by_whoever_added_them(
    api: Any, room: Any, boris: Person
) -> None:
    added = api.memberships.create(room.id, personId=boris.id)

    assert api.memberships.get(added.id).personEmail == boris.email
    assert api.memberships.update(added.id, isModerator=True).isModerator
    api.memberships.delete(added.id)

    assert len(list(api.memberships.list(room.id))) == 1


# Messages


def test_direct_messages_are_sent_replied_to_and_listed_by_address_and_id(
    api: Any, boris: Person, card: MakesCard
) -> None:
    by_address = api.messages.create(toPersonEmail=boris.email, text="Message")
    reply = api.messages.create(toPersonEmail=by_address.toPersonEmail, parentId=by_address.id, text="Reply")
    by_id = api.messages.create(toPersonId=boris.id, text="Message")
    with_card = api.messages.create(toPersonEmail=boris.email, text="Message", attachments=[card()])

    newest_first = ids([with_card, by_id, reply, by_address])
    assert reply.parentId == by_address.id
    assert ids(api.messages.list_direct(personEmail=boris.email)) == newest_first
    assert ids(api.messages.list_direct(personId=boris.id)) == newest_first
    assert api.messages.get(with_card.id).attachments == [card()]


def test_a_group_holds_text_markdown_files_and_cards(
    api: Any, room: Any, ann: Person, card: MakesCard, tmp_path: Path
) -> None:
    local = tmp_path / "orders.csv"
    local.write_text("a,b\n")
    said = [
        api.messages.create(roomId=room.id, text="Message"),
        api.messages.create(roomId=room.id, markdown=f"<@personId:{ann.id}|{ann.name}>, this is **markdown**"),
        api.messages.create(roomId=room.id, text="By URL", files=["https://example.net/chart.png"]),
        api.messages.create(roomId=room.id, text="By upload", files=[str(local)]),
        api.messages.create(roomId=room.id, text="Message", attachments=[card()]),
    ]

    assert ids(api.messages.list(room.id)) == ids(reversed(said))
    assert ids(islice(api.messages.list(room.id, max=1), 3)) == ids(said[:1:-1])
    assert ids(api.messages.list(room.id, mentionedPeople="me")) == [said[1].id]
    assert ids(api.messages.list(roomId=room.id, beforeMessage=said[1].id)) == [said[0].id]
    assert [len(each.files) for each in (api.messages.get(said[2].id), said[3])] == [1, 1]


def test_messages_are_listed_before_a_moment_as_the_sdk_writes_it(api: Any, clock: StandingClock, room: Any) -> None:
    first = api.messages.create(roomId=room.id, text="first")
    clock.passes(seconds=1)
    second = api.messages.create(roomId=room.id, text="second")

    assert ids(api.messages.list(roomId=room.id, before=str(second.created))) == [first.id]


def test_a_message_is_edited_and_deleted(api: Any, room: Any) -> None:
    sent = api.messages.create(room.id, text="Message")

    assert api.messages.edit(sent.id, room.id, "Edited").text == "Edited"
    api.messages.delete(sent.id)

    assert list(api.messages.list(room.id)) == []


# Attachment actions


def test_a_card_is_answered_and_the_answer_read(api: Any, boris: Person, card: MakesCard) -> None:
    sent = api.messages.create(toPersonEmail=boris.email, text="Message", attachments=[card()])

    made = api.attachment_actions.create(type="submit", messageId=sent.id, inputs={"Name": "Boris"})

    read = api.attachment_actions.get(made.id)
    assert (read.messageId, read.json_data["inputs"]) == (sent.id, {"Name": "Boris"})


# Webhooks


def test_webhooks_are_made_listed_in_pages_changed_and_deleted(api: Any, receiver: Receiver) -> None:
    made = [api.webhooks.create(f"Webhook {number}", receiver.url, "messages", "created") for number in range(3)]

    assert ids(api.webhooks.list(max=1)) == ids(made)
    assert api.webhooks.get(made[0].id).targetUrl == receiver.url
    assert api.webhooks.update(made[0].id, name="Renamed", targetUrl=receiver.url).name == "Renamed"
    for each in made:
        api.webhooks.delete(each.id)
    assert list(api.webhooks.list()) == []
