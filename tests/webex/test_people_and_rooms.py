"""People, rooms and memberships, as the real SDK finds them."""

import base64
from itertools import chain
from typing import Any

import pytest
from webexteamssdk import ApiError, WebexTeamsAPI

from playground.model import Person
from playground.world import World
from tests.fakes.callers import Caller, Hook, Receiver
from tests.fakes.clocks import StandingClock


def address(webex_id: str) -> str:
    return base64.urlsafe_b64decode(webex_id + "=" * (-len(webex_id) % 4)).decode()


def test_a_bot_knows_itself(api: WebexTeamsAPI, bot: Person) -> None:
    me = api.people.me()

    assert (me.id, me.emails, me.type) == (bot.id, ["coach@webex.bot"], "bot")
    assert address(me.id).startswith("ciscospark://us/PEOPLE/")


def test_a_human_knows_themselves(ann_api: WebexTeamsAPI, ann: Person) -> None:
    assert ann_api.people.me().displayName == "Ann Example"


@pytest.mark.parametrize("authorization", ["", "Bearer", "Bearer nobody's", "Basic abc"])
def test_without_a_token_there_is_nothing(as_bot: Caller, authorization: str) -> None:
    reply = as_bot("GET", "/people/me", headers={"Authorization": authorization})

    assert reply.status_code == 401
    assert reply.json()["message"].startswith("The request requires a valid access token")
    assert reply.json()["errors"] == [{"description": reply.json()["message"]}]
    assert reply.headers["trackingid"] == reply.json()["trackingId"]


def test_a_replaced_token_is_worth_nothing(world: World, bot: Person, as_bot: Caller) -> None:
    world.people.change(bot, token="new")

    assert as_bot("GET", "/people/me").status_code == 401


def test_names_can_be_missing(api: WebexTeamsAPI, boris: Person) -> None:
    person = api.people.get(boris.id)

    assert person.displayName == "boris@example.org"
    assert "firstName" not in person.json_data
    assert "timezone" not in person.json_data


def test_only_colleagues_are_found_by_address(
    world: World, api: WebexTeamsAPI, ann: Person, ann_api: WebexTeamsAPI
) -> None:
    anton = world.person("anton@example.net", "Anton Example")

    assert [each.id for each in ann_api.people.list(email="ANTON@example.net")] == [anton.id]
    assert [each.id for each in ann_api.people.list(displayName="an")] == [ann.id, anton.id]
    assert list(api.people.list(email="ann@example.net")) == []
    world.faults.people_of_other_orgs = True
    assert [each.id for each in api.people.list(email="ann@example.net")] == [ann.id]


def test_people_are_found_by_ids(as_bot: Caller, ann: Person, bot: Person) -> None:
    nobody = bot.id[:-4] + "AAAA"

    found = as_bot("GET", "/people", params={"id": f"{ann.id},{nobody}"}).json()

    assert [each["id"] for each in found["items"]] == [ann.id]
    assert found["notFoundIds"] == [nobody]


def test_a_search_for_everybody_is_refused(as_bot: Caller) -> None:
    reply = as_bot("GET", "/people")

    assert (reply.status_code, reply.json()["message"]) == (
        400,
        "Email, displayName, or id list should be specified.",
    )


def test_a_pair_has_one_direct_room(world: World, api: WebexTeamsAPI, ann: Person, bot: Person) -> None:
    first = api.messages.create(toPersonEmail="Ann@example.net", text="hello")
    second = ann.says(bot, "hello yourself")

    room = api.rooms.get(first.roomId)
    assert second.room_id == first.roomId
    assert (room.type, room.title) == ("direct", "Ann Example")
    assert [each.id for each in api.rooms.list(type="direct")] == [room.id]


def test_people_and_direct_rooms_keep_their_ids_in_another_world(
    world: World, ann: Person, bot: Person, clock: StandingClock
) -> None:
    with World(clock) as other:
        again, her = other.bot("coach@webex.bot"), other.person("ann@example.net")

        assert (again.id, her.id) == (bot.id, ann.id)
        assert other.direct(her, again).id == world.direct(ann, bot).id


def test_a_bot_runs_a_group_room(api: WebexTeamsAPI, ann: Person, boris: Person) -> None:
    room = api.rooms.create("Launch")
    joined = api.memberships.create(room.id, personEmail="ann@example.net")
    api.memberships.create(room.id, personId=boris.id)

    members = list(api.memberships.list(roomId=room.id))
    assert [each.personEmail for each in members] == ["coach@webex.bot", "ann@example.net", boris.email]
    assert [each.id for each in api.memberships.list(roomId=room.id, personEmail=ann.email)] == [joined.id]
    assert api.memberships.get(joined.id).personOrgId == ann.org_id
    assert api.memberships.update(members[0].id, isModerator=True).isModerator
    assert api.rooms.update(room.id, "Landing").title == "Landing"
    api.memberships.delete(joined.id)
    assert len(list(api.memberships.list(roomId=room.id))) == 2
    api.rooms.delete(room.id)
    with pytest.raises(ApiError, match="404"):
        api.rooms.get(room.id)


def test_nobody_joins_twice(api: WebexTeamsAPI, world: World, ann: Person, bot: Person) -> None:
    room = world.room("Launch", bot, ann)

    with pytest.raises(ApiError, match=r"409.*already in the room") as refused:
        api.memberships.create(room.id, personId=ann.id)
    assert refused.value.tracking_id


def test_a_room_one_is_not_in_is_not_there(api: WebexTeamsAPI, world: World, ann: Person, boris: Person) -> None:
    room = world.room("Private", ann, boris)

    with pytest.raises(ApiError, match="404"):
        api.rooms.get(room.id)
    with pytest.raises(ApiError, match=r"404.*Could not find a room"):
        api.messages.create(roomId=room.id, text="hello")
    with pytest.raises(ApiError, match="502"):
        api.memberships.create(room.id, personId=ann.id)


def test_a_removed_bot_finds_nothing(api: WebexTeamsAPI, world: World, ann: Person, bot: Person) -> None:
    room = world.room("Launch", ann, bot)
    message = world.says(ann, room, "hello", mentions=[bot])
    world.remove(room, bot)

    with pytest.raises(ApiError, match="404"):
        api.rooms.get(room.id)
    with pytest.raises(ApiError, match="404"):
        api.messages.get(message.id)


def test_a_locked_room_is_run_by_its_moderators(
    api: WebexTeamsAPI, as_bot: Caller, world: World, ann: Person, bot: Person, boris: Person
) -> None:
    room = world.room("Locked", ann, bot, locked=True)

    with pytest.raises(ApiError, match="403"):
        api.memberships.create(room.id, personId=boris.id)
    assert as_bot("PUT", f"/rooms/{room.id}", json={"title": "Mine"}).status_code == 403


def test_in_an_open_room_a_moderator_has_no_more_to_say_than_others(
    api: WebexTeamsAPI, world: World, ann: Person, bot: Person, boris: Person
) -> None:
    room = world.room("Open", ann, bot, boris)
    world.moderate(room, ann)

    theirs = next(each for each in api.memberships.list(roomId=room.id) if each.personId == boris.id)
    api.memberships.delete(theirs.id)

    assert not world.rooms.has(room.id, boris.id)


def test_who_makes_somebody_else_the_first_moderator_is_one_as_well(
    api: WebexTeamsAPI, world: World, ann: Person, bot: Person, hook: Hook, receiver: Receiver
) -> None:
    room = api.rooms.create("Launch")
    for event in ("created", "updated"):
        hook("memberships", event)

    joined = api.memberships.create(room.id, personId=ann.id, isModerator=True)
    world.settle()

    assert joined.isModerator
    assert all(each.isModerator for each in api.memberships.list(roomId=room.id))
    assert [each["isModerator"] for each in receiver.data("memberships", "created")] == [False]
    told = receiver.data("memberships", "updated")
    assert {each["personId"]: each["isModerator"] for each in told} == {bot.id: True, ann.id: True}


def test_from_a_locked_room_only_a_moderator_removes_others(
    api: WebexTeamsAPI, world: World, ann: Person, bot: Person, boris: Person
) -> None:
    room = world.room("Locked", ann, bot, boris, locked=True)
    mine, theirs = (
        next(each for each in api.memberships.list(roomId=room.id) if each.personId == who.id) for who in (bot, boris)
    )

    with pytest.raises(ApiError, match="403"):
        api.memberships.delete(theirs.id)
    api.memberships.delete(mine.id)

    assert world.rooms.has(room.id, boris.id)
    assert not world.rooms.has(room.id, bot.id)


def test_announcements_need_a_locked_room(api: WebexTeamsAPI, as_bot: Caller) -> None:
    room = api.rooms.create("News")

    assert as_bot("POST", "/rooms", json={"title": "News", "isAnnouncementOnly": True}).status_code == 400
    assert as_bot("PUT", f"/rooms/{room.id}", json={"title": "News", "isAnnouncementOnly": True}).status_code == 400
    locked = as_bot("PUT", f"/rooms/{room.id}", json={"title": "News", "isLocked": True, "isAnnouncementOnly": True})
    assert locked.json()["isAnnouncementOnly"] is True
    assert as_bot("PUT", f"/rooms/{room.id}", json={"title": "News", "isLocked": False}).status_code == 400


def test_a_room_keeps_its_description_until_a_space_takes_it_away(as_bot: Caller) -> None:
    room = as_bot("POST", "/rooms", json={"title": "News"}).json()

    def put(**sent: Any) -> Any:
        return as_bot("PUT", f"/rooms/{room['id']}", json={"title": "News", **sent}).json().get("description")

    assert put(description="What is new") == "What is new"
    assert put() == "What is new"
    assert put(description=" ") is None
    assert put() is None


def test_direct_rooms_come_with_the_latest_activity_first(
    as_bot: Caller, world: World, clock: StandingClock, ann: Person, bot: Person, boris: Person
) -> None:
    people = [ann, boris, *(world.person(f"guest-{number}@example.net") for number in range(5))]
    for person in people:
        clock.passes(minutes=1)
        person.says(bot, "hello")
    clock.passes(minutes=1)
    world.room("A group, livelier than all", bot, ann)
    boris.says(bot, "hello again")

    pages, path = [], "/rooms?type=direct&sortBy=lastactivity&max=3"
    while path:
        page = as_bot("GET", path)
        pages.append([each["id"] for each in page.json()["items"]])
        path = page.headers.get("Link", "").partition("/v1")[2].partition(">")[0]

    liveliest = [boris, *reversed([each for each in people if each is not boris])]
    assert [len(each) for each in pages] == [3, 3, 1]
    assert list(chain.from_iterable(pages)) == [world.direct(each, bot).id for each in liveliest]


def test_a_slash_at_the_end_is_the_same_address(as_bot: Caller, world: World, ann: Person, bot: Person) -> None:
    room = world.room("Launch", bot, ann)

    assert [each["id"] for each in as_bot("GET", "/rooms/").json()["items"]] == [room.id]
    assert as_bot("GET", f"/rooms/{room.id}/").json()["id"] == room.id
    assert [each["id"] for each in as_bot("GET", "/people/", params={"id": ann.id}).json()["items"]] == [ann.id]
    assert as_bot("POST", "/messages/", json={"roomId": room.id, "text": "hello"}).status_code == 200


def test_ids_may_name_another_region(api: WebexTeamsAPI, world: World, ann: Person, bot: Person) -> None:
    room = world.room("Far", ann, bot, cluster="urn:TEAM:us-west-2_r")
    message = world.says(ann, room, "hello", mentions=[bot])

    assert address(room.id).startswith("ciscospark://urn:TEAM:us-west-2_r/ROOM/")
    assert api.messages.get(message.id).roomId == room.id


def test_a_migrated_room_has_another_id(
    api: WebexTeamsAPI, world: World, ann: Person, bot: Person, hook: Hook, receiver: Receiver
) -> None:
    room = world.room("Moving", ann, bot)
    said = world.says(ann, room, "hello", mentions=[bot])
    hook("rooms", "migrated")

    moved = world.migrate(room)
    world.settle()

    assert receiver.data("rooms", "migrated")[0]["id"] == moved.id != room.id
    assert api.messages.get(said.id).roomId == moved.id
    with pytest.raises(ApiError, match="404"):
        api.rooms.get(room.id)


def test_lists_come_in_pages(api: WebexTeamsAPI, as_bot: Caller, world: World, bot: Person) -> None:
    for number in range(7):
        world.room(f"Room {number}", bot)
    world.faults.empty_first_page = True

    assert len(list(api.rooms.list(max=3))) == 7
    first = as_bot("GET", "/rooms", params={"max": 3})
    assert first.json()["items"] == []
    assert first.headers["Link"].endswith('>; rel="next"')


@pytest.mark.parametrize(
    ("path", "status"),
    [("/rooms/nonsense!", 400), ("/nowhere", 404), ("/people/00000000-0000-4000-8000-000000000000", 404)],
)
def test_an_unknown_id_is_not_found(as_bot: Caller, path: str, status: int) -> None:
    reply = as_bot("GET", path)

    assert reply.status_code == status
    assert reply.json()["errors"]


def test_what_is_not_served_says_so_and_which_methods_would_be(as_bot: Caller) -> None:
    teams, patch = as_bot("GET", "/teams"), as_bot("PATCH", "/rooms")
    assert (teams.status_code, patch.status_code) == (404, 405)
    assert teams.json()["message"].startswith("The local Webex does not serve GET /v1/teams: docs/playground.md")
    assert patch.json()["errors"] == [{"description": patch.json()["message"]}]
    assert {each.strip() for each in patch.headers["Allow"].split(",")} == {"GET", "HEAD", "OPTIONS", "POST"}


def test_no_room_is_of_a_team(as_bot: Caller, world: World, bot: Person) -> None:
    world.room("Coaching", bot)
    assert len(as_bot("GET", "/rooms").json()["items"]) == 1
    assert as_bot("GET", "/rooms?teamId=Y2lzY29zcGFyazovL3VzL1RFQU0vMQ").json() == {"items": []}
