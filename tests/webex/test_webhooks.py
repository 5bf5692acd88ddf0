"""Webhooks: what a tiny real receiver is told, signed, and when it is told nothing."""

import json

import pytest
from webexteamssdk import ApiError, WebexTeamsAPI, WebhookEvent

from playground.deliveries import sign
from playground.model import Json, Person
from playground.world import World
from tests.fakes.callers import Caller, Hook, MakesCard, Receiver

ENVELOPE = "id name targetUrl resource event orgId createdBy appId ownedBy status created actorId data"  # no more


def test_the_signature_is_that_of_webex() -> None:
    body = b'{"id":"abc","resource":"messages","event":"created","data":{"id":"m1"}}'

    assert sign("topsecret", body) == "aefe9b1d33aaa8863fa0b6c3bfe3ca9d0e8a392d"


def test_a_webhook_is_made_read_changed_and_deleted(api: WebexTeamsAPI, receiver: Receiver) -> None:
    made = api.webhooks.create("mine", receiver.url, "messages", "created", secret="old")

    assert (made.status, made.secret, made.ownedBy) == ("active", "old", "creator")
    assert [each.id for each in api.webhooks.list()] == [made.id]
    changed = api.webhooks.update(made.id, name="ours", targetUrl=receiver.url, secret="new", event="all")
    assert (changed.id, changed.name, changed.secret, changed.event) == (made.id, "ours", "new", "created")
    api.webhooks.delete(made.id)
    with pytest.raises(ApiError, match="404"):
        api.webhooks.get(made.id)


def test_somebody_elses_webhook_is_not_there(api: WebexTeamsAPI, ann_api: WebexTeamsAPI, receiver: Receiver) -> None:
    made = ann_api.webhooks.create("Ann's", receiver.url, "messages", "created")

    assert list(api.webhooks.list()) == []
    with pytest.raises(ApiError, match="404"):
        api.webhooks.get(made.id)


@pytest.mark.parametrize(
    "wrong",
    [
        {"resource": "attachmentActions", "event": "deleted"},
        {"resource": "meetings"},
        {"event": "exploded"},
        {"targetUrl": "bot.example.net/hook"},
        {"targetUrl": "ftp://bot.example.net"},
        {"name": None},
        {"filter": "colour=red"},
        {"filter": "roomId=nowhere"},
        {"resource": "all", "event": "migrated"},
    ],
)
def test_a_wrong_webhook_is_refused(as_bot: Caller, receiver: Receiver, wrong: Json) -> None:
    right = {"name": "n", "targetUrl": receiver.url, "resource": "messages", "event": "created"}

    assert as_bot("POST", "/webhooks", json={**right, **wrong}).status_code == 400


def test_twins_are_allowed_unless_refused(world: World, hook: Hook) -> None:
    assert hook("messages").id != hook("messages").id
    world.faults.twin_webhooks_refused = True
    with pytest.raises(ApiError, match="409"):
        hook("messages")


def test_a_direct_message_is_told_without_its_words(
    world: World, ann: Person, bot: Person, hook: Hook, receiver: Receiver
) -> None:
    made = hook("messages")
    said = ann.says(bot, "a secret")
    world.settle()

    (body, headers) = receiver.requests[0]
    (envelope,) = receiver.envelopes
    assert receiver.are_signed() == [True]
    assert b"secret" not in body
    assert "json" in headers["Content-Type"]
    assert set(envelope) == set(ENVELOPE.split())
    assert (envelope["id"], envelope["createdBy"], envelope["actorId"]) == (made.id, bot.id, ann.id)
    assert envelope["targetUrl"] == receiver.url
    assert envelope["data"] == {
        "id": said.id,
        "roomId": said.room_id,
        "roomType": "direct",
        "personId": ann.id,
        "personEmail": "ann@example.net",
        "created": "2026-11-22T10:15:02.417Z",
    }
    assert WebhookEvent(envelope).data.personEmail == "ann@example.net"


def test_who_parses_an_envelope_and_writes_it_again_as_json_stringify_does_has_the_same_bytes(
    world: World, ann: Person, bot: Person, hook: Hook, receiver: Receiver
) -> None:
    hook("memberships")
    room = world.room("Launch", ann, bot)
    world.invite(room, world.person("zoe@example.net", "Zoë 咖 عين"))
    world.settle()

    bodies = [body for body, _ in receiver.requests]
    assert "Zoë 咖 عين" in bodies[-1].decode()
    assert [
        json.dumps(each, ensure_ascii=False, separators=(",", ":")).encode() for each in receiver.envelopes
    ] == bodies


def test_a_webhook_without_a_secret_is_not_signed(
    api: WebexTeamsAPI, world: World, ann: Person, bot: Person, receiver: Receiver
) -> None:
    api.webhooks.create("plain", receiver.url, "messages", "created")
    ann.says(bot, "hello")
    world.settle()

    assert "X-Spark-Signature" not in receiver.requests[0][1]


def test_the_bots_own_messages_are_told_too(
    api: WebexTeamsAPI, world: World, ann: Person, bot: Person, hook: Hook, receiver: Receiver
) -> None:
    room = world.room("Launch", bot, ann)
    hook("messages")

    api.messages.create(toPersonId=ann.id, text="direct")
    api.messages.create(roomId=room.id, text="group")
    world.faults.own_group_posts = False
    api.messages.create(roomId=room.id, text="group again")
    world.settle()

    assert [each["roomType"] for each in receiver.data("messages", "created")] == ["direct", "group"]


def test_in_a_group_only_mentions_are_told(
    world: World, ann: Person, bot: Person, boris: Person, hook: Hook, receiver: Receiver
) -> None:
    room = world.room("Launch", ann, bot, boris)
    hook("messages")

    world.says(ann, room, "between us", mentions=[boris])
    called = world.says(ann, room, "start", mentions=[bot])
    world.settle()

    assert [each["id"] for each in receiver.data("messages", "created")] == [called.id]
    assert receiver.data("messages", "created")[0]["mentionedPeople"] == [bot.id]


def test_a_mention_of_all_reaches_a_bot_only_if_it_does(
    ann_api: WebexTeamsAPI, world: World, ann: Person, bot: Person, hook: Hook, receiver: Receiver
) -> None:
    room = world.room("Launch", ann, bot)
    hook("messages")

    ann_api.messages.create(roomId=room.id, markdown="<@all> hi")
    world.faults.all_reaches_bots = True
    ann_api.messages.create(roomId=room.id, markdown="<@all> hi")
    world.settle()

    assert len(receiver.requests) == 1


def test_edits_and_deletions_are_told(world: World, ann: Person, bot: Person, hook: Hook, receiver: Receiver) -> None:
    hook("messages", "updated")
    hook("messages", "deleted")
    said = ann.says(bot, "helo")

    world.edits(ann, said, "hello")
    world.deletes(ann, said)
    world.settle()

    assert receiver.data("messages", "updated")[0]["updated"]
    assert set(receiver.data("messages", "deleted")[0]) == {"id", "roomId", "roomType", "personId", "personEmail"}


def test_memberships_are_told(
    world: World, ann: Person, bot: Person, boris: Person, hook: Hook, receiver: Receiver
) -> None:
    for event in ("created", "updated", "deleted"):
        hook("memberships", event)
    room = world.room("Launch", ann, bot)
    world.moderate(room, ann)
    world.invite(room, boris, by=ann)
    world.remove(room, bot, by=ann)
    world.remove(room, boris, by=ann)
    world.settle()

    joined = receiver.data("memberships", "created")
    assert {each["personId"] for each in joined} == {bot.id, boris.id}
    assert joined[0]["personDisplayName"] == "Coach Bot"
    assert receiver.data("memberships", "updated")[0]["isModerator"] is True
    (gone,) = receiver.data("memberships", "deleted")
    assert gone["personId"] == bot.id
    assert all(each["actorId"] == ann.id for each in receiver.envelopes)


def test_first_contact_is_told_as_members_and_a_message_in_any_order(
    world: World, ann: Person, bot: Person, hook: Hook, receiver: Receiver
) -> None:
    hook("all", "all")
    ann.says(bot, "hello")
    world.settle()

    told = sorted((each["resource"], each["event"]) for each in receiver.envelopes)
    assert told == [("memberships", "created")] * 2 + [("messages", "created")]


def test_a_press_is_told_without_its_inputs(
    api: WebexTeamsAPI, world: World, ann: Person, hook: Hook, receiver: Receiver, card: MakesCard
) -> None:
    hook("attachmentActions")
    sent = api.messages.create(toPersonId=ann.id, text="x", attachments=[card()])
    action = ann.presses(sent.id, "Save")
    world.settle()

    assert receiver.data("attachmentActions", "created") == [
        {
            "id": action.id,
            "type": "submit",
            "messageId": sent.id,
            "personId": ann.id,
            "roomId": sent.roomId,
            "created": "2026-11-22T10:15:02.417Z",
        }
    ]


def test_a_press_on_somebody_elses_card_is_not_told(
    world: World,
    ann_api: WebexTeamsAPI,
    ann: Person,
    bot: Person,
    boris: Person,
    hook: Hook,
    receiver: Receiver,
    card: MakesCard,
) -> None:
    room = world.room("Launch", ann, bot, boris)
    hook("attachmentActions")

    sent = ann_api.messages.create(roomId=room.id, text="x", attachments=[card()])
    boris.presses(sent.id, "Save")
    world.settle()

    assert receiver.requests == []


def test_the_firehose_has_everything_but_presses(
    api: WebexTeamsAPI, world: World, ann: Person, hook: Hook, receiver: Receiver, card: MakesCard
) -> None:
    hook("all", "all")
    api.rooms.update(api.rooms.create("Launch").id, "Landing")
    sent = api.messages.create(toPersonId=ann.id, text="x", attachments=[card()])
    ann.presses(sent.id, "Save")
    api.messages.delete(sent.id)
    world.settle()

    told = {(each["resource"], each["event"]) for each in receiver.envelopes}
    assert told == {
        ("rooms", "created"),
        ("rooms", "updated"),
        ("memberships", "created"),
        ("messages", "created"),
        ("messages", "deleted"),
    }


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        ("roomType=direct", 1),
        ("roomType=group", 1),
        ("personEmail=Ann@example.net", 2),
        ("personEmail=ann@example.net&roomType=group", 1),
        ("mentionedPeople=me", 1),
        ("hasFiles=true", 0),
        ("hasAttachments=false", 2),
    ],
)
def test_a_filter_lets_only_fitting_events_through(
    world: World, ann: Person, bot: Person, hook: Hook, receiver: Receiver, wanted: str, count: int
) -> None:
    room = world.room("Launch", ann, bot)
    hook("messages", filter=wanted)

    ann.says(bot, "hello")
    world.says(ann, room, "start", mentions=[bot])
    world.settle()

    assert len(receiver.requests) == count


def test_one_webhook_is_told_in_order(world: World, ann: Person, bot: Person, hook: Hook, receiver: Receiver) -> None:
    hook("messages")
    said = [ann.says(bot, str(number)).id for number in range(30)]
    world.settle()

    assert [each["id"] for each in receiver.data("messages", "created")] == said


def test_a_deleted_webhook_is_told_nothing(
    api: WebexTeamsAPI, world: World, ann: Person, bot: Person, hook: Hook, receiver: Receiver
) -> None:
    made = hook("messages")
    with world.deliveries.held():
        ann.says(bot, "hello")
        api.webhooks.delete(made.id)
    ann.says(bot, "hello?")
    world.settle()

    assert receiver.requests == []
