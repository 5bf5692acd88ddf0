"""The door to Webex: what the bot asks for, through the real SDK, from the local Webex with all its moods."""

import gzip
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests
from flask import Flask, Response

from bot.domain.actions import FIELD
from bot.domain.events import Attached, CardSubmitted, Envelope, Ignored, MessagePosted, RoomJoined, RoomLeft
from bot.domain.outgoing import Address, Message, Posted, Webhook
from bot.domain.people import Person
from bot.errors import NotReadableYet, RateLimited, Rejected, TokenRefused, Uncertain, Unreachable
from bot.http.deliveries import read_delivery
from bot.webex.client import WebexTeams
from bot.webex.content import as_text, is_same_thing
from bot.webex.contradictions import Contradicted, StillThere
from bot.webex.errors import was_sent
from bot.webex.mentions import without_mention
from playground import model
from playground.faults import RetryAfter
from playground.messages import Upload
from playground.model import Json
from playground.serving import serve
from playground.world import World
from tests.webex.callers import Hook, Receiver, SetClock

SECRET = "topsecret"
Arrives = Callable[..., Envelope]
TO_ANN = Address(email="ann@example.net")


@pytest.fixture
def door(service: serve, bot: model.Person) -> Iterator[WebexTeams]:
    door = WebexTeams(bot.token, f"{service.url}/v1", timeout_seconds=1)
    yield door
    door.close()


@pytest.fixture
def arrives(world: World, receiver: Receiver, hook: Hook) -> Arrives:
    """Registers for everything the bot listens to; called, it returns the newest envelope of a kind."""
    hook("messages")
    hook("attachmentActions")
    hook("memberships", "all")

    def newest(resource: str, event: str = "created") -> Envelope:
        world.settle()
        found = [
            read_delivery(headers, body, "application/json", [SECRET], NOON) for body, headers in receiver.requests
        ]
        return [each for each in found if each and (each.resource, each.event) == (resource, event)][-1]

    return newest


NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def by_nobody(_person_id: str) -> None:
    """Know nobody: everybody is looked up."""


def card_with(token: str, *body: Json) -> Json:
    return {
        "type": "AdaptiveCard",
        "version": "1.3",
        "body": [{"type": "TextBlock", "text": "Role?"}, *body],
        "actions": [{"type": "Action.Submit", "title": "Next", "data": {FIELD: token}}],
    }


def test_the_bot_knows_itself(door: WebexTeams, bot: model.Person) -> None:
    assert door.me() == Person(bot.id, "coach@webex.bot", "Coach Bot", is_bot=True)


# Opening


def opened(door: WebexTeams, envelope: Envelope, met: Person | None = None) -> MessagePosted:
    """Open an envelope in which a message is expected."""
    event = door.open(envelope, lambda _id: met)
    assert isinstance(event, MessagePosted)
    return event


def test_a_direct_message_is_opened_with_its_sender(
    door: WebexTeams, arrives: Arrives, ann: model.Person, bot: model.Person
) -> None:
    said = ann.says(bot, "setup please")
    assert door.open(arrives("messages"), by_nobody) == MessagePosted(
        message_id=said.id,
        room_id=said.room_id,
        is_direct=True,
        person=Person(ann.id, "ann@example.net", "Ann Example"),
        text="setup please",
    )


def test_a_sender_we_have_met_is_not_looked_up(
    world: World, door: WebexTeams, arrives: Arrives, ann: model.Person, bot: model.Person
) -> None:
    ann.says(bot, "help")
    envelope, met = arrives("messages"), Person(ann.id, "ann@example.net", "Ann", language="ar")
    world.faults.failing(500, path="/people")
    assert opened(door, envelope, met).person is met


def test_a_mention_of_the_bot_is_taken_off(
    world: World, door: WebexTeams, arrives: Arrives, ann: model.Person, bot: model.Person
) -> None:
    room = world.room("Reps", ann, bot)
    ann.says(room, "/board  now", mentions=[bot])
    event = opened(door, arrives("messages"))
    assert (event.text, event.is_direct) == ("/board now", False)


def test_a_file_may_come_without_words(
    door: WebexTeams, arrives: Arrives, ann: model.Person, bot: model.Person
) -> None:
    ann.says(bot, "", file=Upload("orders.csv", b"WEB ORDER ID"))
    event = opened(door, arrives("messages"))
    assert event.text == ""
    assert len(event.files) == 1


@pytest.mark.parametrize("name", ["orders.csv", "طلبات.csv", 'a "b" c.csv'])
def test_a_file_is_fetched_from_our_webex_alone(
    door: WebexTeams, arrives: Arrives, ann: model.Person, bot: model.Person, name: str
) -> None:
    ann.says(bot, "/import", file=Upload(name, b"WEB ORDER ID"))
    (address,) = opened(door, arrives("messages")).files
    elsewhere = address.replace("127.0.0.1", "elsewhere.example")
    assert door.download(elsewhere, 100) == Attached(name, b"WEB ORDER ID")


def test_a_file_that_is_too_large_is_not_read_to_its_end(
    door: WebexTeams, arrives: Arrives, ann: model.Person, bot: model.Person
) -> None:
    ann.says(bot, "/import", file=Upload("orders.csv", b"x" * 101))
    (address,) = opened(door, arrives("messages")).files
    with pytest.raises(Rejected, match="413"):
        door.download(address, 100)


def test_a_press_is_opened_and_every_input_is_text(
    world: World, door: WebexTeams, arrives: Arrives, ann: model.Person, bot: model.Person
) -> None:
    world.faults.numbers = True
    number = {"type": "Input.Number", "id": "days", "label": "Days"}
    posted = door.post(TO_ANN, Message("Role?", card_with("signed", number)))
    pressed = ann.presses(posted.message_id, "Next", days=3)
    assert door.open(arrives("attachmentActions"), by_nobody) == CardSubmitted(
        action_id=pressed.id,
        message_id=posted.message_id,
        room_id=posted.room_id,
        person=Person(ann.id, "ann@example.net", "Ann Example"),
        inputs={"days": "3", FIELD: "signed"},
    )


@pytest.mark.parametrize("times", [1, 3])
def test_what_cannot_be_read_yet_waits_its_turn(
    world: World, door: WebexTeams, arrives: Arrives, ann: model.Person, bot: model.Person, times: int
) -> None:
    ann.says(bot, "setup")
    envelope = arrives("messages")
    world.faults.reads_too_early = times
    for _ in range(times):
        with pytest.raises(NotReadableYet):
            door.open(envelope, by_nobody)
    assert opened(door, envelope).text == "setup"


def test_cipher_text_is_never_taken_for_words(
    world: World, door: WebexTeams, arrives: Arrives, ann: model.Person, bot: model.Person
) -> None:
    ann.says(bot, "setup")
    envelope = arrives("messages")
    world.faults.kms_failures = 1
    with pytest.raises(NotReadableYet, match="not decrypted"):
        door.open(envelope, by_nobody)
    assert opened(door, envelope).text == "setup"


def test_a_message_that_was_taken_back_stays_unreadable(
    world: World, door: WebexTeams, arrives: Arrives, ann: model.Person, bot: model.Person
) -> None:
    said = ann.says(bot, "setup")
    envelope = arrives("messages")
    world.deletes(ann, said)
    with pytest.raises(Unreachable):
        door.open(envelope, by_nobody)


def test_a_sender_that_webex_does_not_show_is_found_among_the_members(
    world: World, door: WebexTeams, arrives: Arrives, ann: model.Person, bot: model.Person
) -> None:
    posted = door.post(TO_ANN, Message("Role?", card_with("signed")))
    ann.presses(posted.message_id, "Next")
    envelope = arrives("attachmentActions")
    door.open(envelope, by_nobody)
    world.faults.failing(404, path=f"/people/{ann.id}")
    event = door.open(envelope, by_nobody)
    assert isinstance(event, CardSubmitted)
    assert event.person == Person(ann.id, "ann@example.net", "Ann Example")


def test_coming_and_going_is_what_webex_says_of_it(
    world: World, door: WebexTeams, arrives: Arrives, ann: model.Person, boris: model.Person, bot: model.Person
) -> None:
    room = world.room("Reps", ann, bot)
    joined = door.open(arrives("memberships"), by_nobody)
    assert joined == RoomJoined(room.id, False, Person(bot.id, "coach@webex.bot", "Coach Bot", True), True)

    world.invite(room, boris)
    world.remove(room, boris)
    left = door.open(arrives("memberships", "deleted"), by_nobody)
    assert left == RoomLeft(room.id, Person(boris.id, "boris@example.org", boris.name), is_bot_itself=False)


def test_who_is_said_to_have_left_and_is_listed_has_not_left(
    world: World, door: WebexTeams, arrives: Arrives, ann: model.Person, boris: model.Person, bot: model.Person
) -> None:
    room = world.room("Reps", ann, bot, boris)
    [came] = [each for each in world.rooms.members(room) if each.person_id == boris.id]
    data = {"id": came.id, "roomId": room.id, "personId": boris.id}
    with pytest.raises(StillThere):
        door.open(Envelope("memberships", "deleted", came.id, room.id, data, NOON), by_nobody)


@pytest.mark.parametrize("told", ["personId", "roomId"])
def test_an_envelope_that_says_otherwise_is_contradicted_with_what_is_so(
    world: World,
    door: WebexTeams,
    arrives: Arrives,
    ann: model.Person,
    boris: model.Person,
    bot: model.Person,
    told: str,
) -> None:
    ann.says(bot, "setup")
    right = arrives("messages")
    elsewhere = {"personId": boris.id, "roomId": world.room("Reps", bot).id}
    wrong = replace(right, line=boris.id, data={**right.data, told: elsewhere[told]})
    with pytest.raises(Contradicted, match=told) as caught:
        door.open(wrong, by_nobody)
    assert caught.value.truth == right


def test_there_is_nothing_to_open_behind_other_envelopes(door: WebexTeams) -> None:
    assert isinstance(door.open(Envelope("reminders", "due", "1", "x", {}, NOON), by_nobody), Ignored)


# Saying


def test_words_are_never_read_as_markup(world: World, door: WebexTeams, ann: model.Person, bot: model.Person) -> None:
    door.post(TO_ANN, Message("**bold** <@all> [x](https://example.net)"))
    [said] = world.transcript(world.direct(ann, bot))
    assert (said.text, said.markdown, said.html) == ("**bold** <@all> [x](https://example.net)", None, None)


def test_letters_are_sent_as_they_are_measured(world: World, door: WebexTeams, ann: model.Person) -> None:
    bodies: list[bytes] = []
    door._session.hooks["response"].append(lambda response, **_: bodies.append(response.request.body))
    words = "مرحبا" * 500
    posted = door.post(TO_ANN, Message("مرحبا", card_with("token", {"type": "TextBlock", "text": words})))
    door.edit(posted.message_id, posted.room_id, Message("أهلا", card_with("token")))
    assert len(words.encode()) < len(bodies[0]) < len(words.encode()) + 500
    assert "أهلا" in bodies[1].decode()
    assert world.messages.get(posted.message_id).text == "أهلا"


def test_half_a_letter_stops_no_message(door: WebexTeams, ann: model.Person) -> None:
    assert door.post(TO_ANN, Message("half \ud83d")).message_id


def test_a_post_says_where_it_went(world: World, door: WebexTeams, ann: model.Person, bot: model.Person) -> None:
    room = world.room("Reps", ann, bot)
    task = door.post(Address(room_id=room.id), Message("Task"))
    reply = door.post(Address(room_id=room.id), Message("Note"), parent_id=task.message_id)
    assert (task.room_id, reply.room_id) == (room.id, room.id)
    assert world.transcript(room)[-1].parent_id == task.message_id


def test_a_card_is_edited_in_place_and_taken_back(
    world: World, door: WebexTeams, ann: model.Person, bot: model.Person
) -> None:
    posted = door.post(TO_ANN, Message("Role?", card_with("signed")))
    door.edit(posted.message_id, posted.room_id, Message("Answered", card_with("other")))
    [said] = world.transcript(world.direct(ann, bot))
    assert (said.text, said.card) == ("Answered", card_with("other"))
    door.delete(posted.message_id)
    assert world.transcript(world.direct(ann, bot)) == []


def test_an_edit_that_webex_does_not_allow_is_rejected(world: World, door: WebexTeams, ann: model.Person) -> None:
    posted = door.post(TO_ANN, Message("Role?", card_with("signed")))
    world.faults.card_edits_refused = True
    with pytest.raises(Rejected) as caught:
        door.edit(posted.message_id, posted.room_id, Message("Answered", card_with("other")))
    assert caught.value.status == 400


def test_somebody_who_is_not_on_webex_is_rejected(door: WebexTeams) -> None:
    with pytest.raises(Rejected) as caught:
        door.post(Address(email="nobody@example.net"), Message("hello"))
    assert caught.value.status == 404
    assert str(caught.value.tracking_id).startswith("ROUTER_")


# Did it arrive?


def test_an_uncertain_post_is_found_again(world: World, door: WebexTeams, clock: SetClock, ann: model.Person) -> None:
    message, since = Message("Role?", card_with("signed")), clock.now()
    world.faults.cut_off(method="POST", path="/messages")
    with pytest.raises(Uncertain):
        door.post(TO_ANN, message)
    found = door.find_own(TO_ANN, message, since)
    assert isinstance(found, Posted)
    assert world.messages.get(found.message_id).text == "Role?"


def test_an_uncertain_post_that_never_arrived_is_not_found(
    world: World, door: WebexTeams, clock: SetClock, ann: model.Person, bot: model.Person
) -> None:
    world.faults.cut_off(method="POST", path="/messages", stored=False)
    with pytest.raises(Uncertain):
        door.post(TO_ANN, Message("Role?"))
    assert door.find_own(TO_ANN, Message("Role?"), clock.now()) is None
    ann.says(bot, "Role?")
    assert door.find_own(TO_ANN, Message("Role?"), clock.now()) is None


def test_an_earlier_message_and_one_with_other_buttons_are_not_the_one(
    door: WebexTeams, clock: SetClock, ann: model.Person
) -> None:
    door.post(TO_ANN, Message("Role?", card_with("signed")))
    assert door.find_own(TO_ANN, Message("Role?", card_with("another")), clock.now()) is None
    clock.passes(minutes=1)
    assert door.find_own(TO_ANN, Message("Role?", card_with("signed")), clock.now()) is None


def test_in_a_group_room_a_bot_cannot_look(
    world: World, door: WebexTeams, clock: SetClock, ann: model.Person, bot: model.Person
) -> None:
    room = world.room("Reps", ann, bot)
    door.post(Address(room_id=room.id), Message("Task"))
    assert door.find_own(Address(room_id=room.id), Message("Task"), clock.now()) is None


def test_in_a_group_room_a_bot_looks_at_what_webhooks_told_of(
    world: World, door: WebexTeams, clock: SetClock, ann: model.Person, bot: model.Person
) -> None:
    room, since = world.room("Reps", ann, bot), clock.now()
    to_room, task = Address(room_id=room.id), Message("Task")
    asked = world.says(ann, room, "Task", mentions=(bot,))
    gone, posted = door.post(to_room, task), door.post(to_room, task)
    door.delete(gone.message_id)
    told = [asked.id, gone.message_id, posted.message_id]

    assert door.find_own(to_room, task, since, told=told) == posted
    assert door.find_own(to_room, Message("Another task"), since, told=told) is None
    assert door.find_own(to_room, task, since, told=told, others={posted.message_id}) is None


def test_a_message_known_to_be_another_is_not_the_one(door: WebexTeams, clock: SetClock, ann: model.Person) -> None:
    earlier = door.post(TO_ANN, Message("Hello"))
    assert door.find_own(TO_ANN, Message("Hello"), clock.now()) == earlier
    assert door.find_own(TO_ANN, Message("Hello"), clock.now(), others={earlier.message_id}) is None


def test_what_somebody_wrote_meanwhile_comes_oldest_first(
    door: WebexTeams, clock: SetClock, ann: model.Person, bot: model.Person
) -> None:
    ann.says(bot, "before")
    clock.passes(minutes=1)
    since = clock.now()
    first = ann.says(bot, "setup")
    door.post(TO_ANN, Message("Role?"))
    second = ann.says(bot, "help")
    [[room]] = door.direct_rooms()
    found = door.direct_messages_since(room.id, since, NOON)
    assert [each.key for each in found] == [f"messages:created:{first.id}", f"messages:created:{second.id}"]
    assert {each.line for each in found} == {ann.id}
    assert [opened(door, each).text for each in found] == ["setup", "help"]


def test_somebody_who_wrote_very_much_meanwhile_is_read_to_the_beginning(
    door: WebexTeams, clock: SetClock, ann: model.Person, bot: model.Person
) -> None:
    since = clock.now()
    written = [ann.says(bot, f"order {n}").id for n in range(120)]
    [[room]] = door.direct_rooms()
    assert [each.id for each in door.direct_messages_since(room.id, since, NOON)] == written


def test_direct_rooms_come_in_pages_the_liveliest_first(
    world: World, door: WebexTeams, clock: SetClock, bot: model.Person
) -> None:
    for n in range(120):
        clock.passes(seconds=1)
        world.person(f"p{n}@example.com").says(bot, "help")
    world.room("Cisco reps", bot)
    pages = list(door.direct_rooms())
    found = [room.last_activity for page in pages for room in page]
    assert [len(page) for page in pages] == [100, 20]
    assert found == sorted(found, reverse=True)
    assert found[0] == clock.now()


# Rooms and webhooks


@pytest.mark.parametrize("is_first_page_empty", [False, True])
def test_members_are_people(
    world: World, door: WebexTeams, ann: model.Person, boris: model.Person, bot: model.Person, is_first_page_empty: bool
) -> None:
    room = world.room("Reps", ann, boris, bot)
    world.faults.empty_first_page = is_first_page_empty
    assert {each.email: each.is_bot for each in door.members(room.id)} == {
        "ann@example.net": False,
        "boris@example.org": False,
        "coach@webex.bot": True,
    }


def test_a_webhook_is_registered_and_brought_up_to_date(world: World, door: WebexTeams, bot: model.Person) -> None:
    wanted = Webhook("", "Set Up Now messages", "messages", "created", "https://bot.example.net/a", "first secret")
    door.create_webhook(wanted)
    [made] = door.webhooks()
    assert (made.name, made.target_url, made.secret, made.is_active) == (
        "Set Up Now messages",
        "https://bot.example.net/a",
        "first secret",
        True,
    )
    for _ in range(100):
        world.webhooks.failed(made.id)
    assert not door.webhooks()[0].is_active
    moved = Webhook(made.id, made.name, made.resource, made.event, "https://bot.example.net/b", "second secret")
    door.update_webhook(moved)
    assert door.webhooks() == [moved]


# Errors


@pytest.mark.parametrize("status", [429, 423])
@pytest.mark.parametrize(
    ("retry_after", "wait", "until"),
    [
        (17, timedelta(seconds=17), None),
        (0, timedelta(0), None),
        (3600, timedelta(hours=1), None),
        (NOON, None, NOON),
        ("Sun, 22 Nov 2026 12:00:00 -0000", None, NOON),
        ("soon", None, None),
        ("-5", None, None),
        ("1" * 40, None, None),
        ("", None, None),
        (None, None, None),
    ],
    ids=str,
)
def test_a_rate_limit_is_understood_in_every_form(
    world: World, door: WebexTeams, status: int, retry_after: RetryAfter, wait: timedelta | None, until: datetime | None
) -> None:
    world.faults.failing(status, retry_after=retry_after)
    with pytest.raises(RateLimited) as caught:
        door.me()
    assert (caught.value.wait, caught.value.until) == (wait, until)
    assert str(caught.value.tracking_id).startswith("ROUTER_")


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_an_outage_may_pass(world: World, door: WebexTeams, status: int) -> None:
    world.faults.failing(status)
    with pytest.raises(Unreachable) as caught:
        door.me()
    assert type(caught.value) is Unreachable


@pytest.mark.parametrize(
    ("status", "kind"), [(500, Unreachable), (502, Uncertain), (503, Unreachable), (504, Uncertain)]
)
def test_a_gateway_that_gave_up_on_a_post_leaves_it_uncertain(
    world: World, door: WebexTeams, ann: model.Person, status: int, kind: type[Exception]
) -> None:
    world.faults.failing(status)
    with pytest.raises(Unreachable) as caught:
        door.post(TO_ANN, Message("Role?"))
    assert type(caught.value) is kind


@pytest.mark.parametrize("status", [400, 403, 404, 405, 409, 410, 415, 428])
def test_what_webex_refuses_is_rejected_with_its_status(world: World, door: WebexTeams, status: int) -> None:
    world.faults.failing(status)
    with pytest.raises(Rejected, match=f"{status}: The local Webex") as caught:
        door.me()
    assert caught.value.status == status


def test_a_token_that_webex_does_not_accept_is_no_fault_of_the_message(world: World, door: WebexTeams) -> None:
    world.faults.failing(401)
    with pytest.raises(TokenRefused):
        door.me()


def test_silence_leaves_a_post_uncertain_and_a_read_unreachable(
    world: World, door: WebexTeams, ann: model.Person
) -> None:
    world.faults.slow(1.5, times=2)
    with pytest.raises(Uncertain):
        door.post(TO_ANN, Message("Role?"))
    with pytest.raises(Unreachable) as caught:
        door.me()
    assert type(caught.value) is Unreachable


def test_a_broken_connection_is_only_uncertain_for_a_post(world: World, door: WebexTeams, ann: model.Person) -> None:
    posted = door.post(TO_ANN, Message("Role?"))
    world.faults.cut_off(times=2)
    for call in (lambda: door.delete(posted.message_id), door.me):
        with pytest.raises(Unreachable) as caught:
            call()
        assert type(caught.value) is Unreachable


def test_a_refused_connection_never_leaves_doubt() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        door = WebexTeams("token", f"http://127.0.0.1:{unused.getsockname()[1]}/v1/")
        with pytest.raises(Unreachable) as caught:
            door.post(TO_ANN, Message("Role?"))
        door.close()
    assert type(caught.value) is Unreachable


@pytest.mark.parametrize("body", ["<html>Log in to this network</html>", "[]", "{}", "null", '{"id": 1}'])
def test_an_answer_that_makes_no_sense_is_no_answer(body: Json) -> None:
    app = Flask("elsewhere")
    app.add_url_rule("/<path:_>", view_func=lambda _: Response(body), methods=["GET", "POST"])
    with serve(app) as elsewhere:
        door = WebexTeams("token", elsewhere.url)
        with pytest.raises(Uncertain):
            door.post(TO_ANN, Message("Role?"))
        with pytest.raises(Unreachable):
            door.webhooks()
        door.close()


def test_no_error_repeats_the_token_or_an_address(
    world: World, door: WebexTeams, bot: model.Person, ann: model.Person
) -> None:
    world.faults.cut_off(times=1)
    with pytest.raises(Unreachable) as caught:
        door.find_own(TO_ANN, Message("Role?"), NOON)
    assert "ann@example.net" not in str(caught.value)
    assert bot.token not in repr(caught.value) + repr(vars(caught.value))


def test_a_failure_of_which_nothing_is_known_counts_as_sent() -> None:
    assert was_sent(requests.RequestException())


# Pure parts


UUID = "5d1e0c3a-8b4f-4a51-9c6e-2f7d90ab1c01"
LONG = "Y2lzY29zcGFyazovL3VzL1BFT1BMRS81ZDFlMGMzYS04YjRmLTRhNTEtOWM2ZS0yZjdkOTBhYjFjMDE"
BOT = Person(LONG, "setup@webex.bot", "Set Up Now")


def test_a_person_is_the_same_under_any_id() -> None:
    assert is_same_thing(LONG, UUID.upper())
    assert is_same_thing(LONG + "=", LONG)
    assert not is_same_thing(LONG, UUID.replace("5d", "6d"))
    assert not is_same_thing("", LONG)


@pytest.mark.parametrize("mentioned", [LONG, UUID])
@pytest.mark.parametrize(
    ("text", "html", "rest"),
    [
        ("Set /board", "<p>{Set} /board</p>", "/board"),
        ("Set Up Now /board", "<p>{Set Up Now} /board</p>", "/board"),
        ("please Set help", "<p>please {Set} help</p>", "please help"),
        ("Set up {Set}".replace("{Set}", "Set"), "<p>Set up {Set}</p>", "Set up"),
        ("Set Set", "<p>{Set} {Set}</p>", ""),
        ("Set /note 5 a & b\nsecond", "<p>{Set} /note 5 a &amp; b<br/>second</p>", "/note 5 a & b\nsecond"),
    ],
)
def test_a_mention_is_found_by_its_id(mentioned: str, text: str, html: str, rest: str) -> None:
    marked = html.replace("{", f'<spark-mention data-object-type="person" data-object-id="{mentioned}">')
    assert without_mention(text, marked.replace("}", "</spark-mention>"), BOT, is_addressed=True) == rest


def test_a_mention_of_somebody_else_stays() -> None:
    html = '<p><spark-mention data-object-id="someone">Set</spark-mention> help</p>'
    assert without_mention("Set help", html, BOT, is_addressed=False) == "Set help"


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Set /board", "/board"),
        ("set up now: /board", "/board"),
        ("Set Up /board", "/board"),
        ("setup", "setup"),
        ("/board Set", "/board Set"),
        ("Set", ""),
        ("", ""),
    ],
)
def test_without_html_the_words_of_the_name_are_taken_off(text: str, rest: str) -> None:
    assert without_mention(text, "", BOT, is_addressed=True) == rest


def test_a_direct_message_keeps_its_first_word() -> None:
    assert without_mention("set up my order", "", BOT, is_addressed=False) == "set up my order"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "true"),
        (False, "false"),
        (3, "3"),
        (3.0, "3"),
        (3.5, "3.5"),
        (["a", 1], "a,1"),
        (float("inf"), "inf"),
    ],
)
def test_an_input_of_any_type_becomes_text(value: object, text: str) -> None:
    assert as_text(value) == text


def dripping(environ: dict[str, Any], start_response: Any) -> Iterator[bytes]:
    """Answer without end, a byte now and then."""
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", "1000000")])
    while True:
        yield b" "
        threading.Event().wait(0.05)


def test_an_answer_that_drips_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.webex.transport.ANSWER_SECONDS", 0.5)
    with serve(dripping) as service:
        door = WebexTeams("token", f"{service.url}/v1")
        with pytest.raises(Unreachable):
            door.me()
        with pytest.raises(Uncertain):
            door.post(TO_ANN, Message("hello"))
        with pytest.raises(Unreachable):
            door.download(f"{service.url}/v1/contents/1", 1000)
        door.close()


def test_a_head_that_drips_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.webex.transport.ANSWER_SECONDS", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=drip_a_head, args=(listening,), daemon=True).start()
        door = WebexTeams("token", f"http://127.0.0.1:{listening.getsockname()[1]}/v1")
        with pytest.raises(Unreachable):
            door.me()
        door.close()


def drip_a_head(listening: socket.socket) -> None:
    line, _ = listening.accept()
    with line, suppress(OSError):
        line.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while True:
            line.sendall(b"x")
            threading.Event().wait(0.05)


@pytest.mark.parametrize("packed", [False, True])
def test_an_answer_without_measure_is_given_up(packed: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.webex.transport.LARGEST_ANSWER", 100_000)
    app = Flask("huge")
    content = b" " * 100_001
    headers = {"Content-Encoding": "gzip"} if packed else {}
    answer = gzip.compress(content) if packed else content
    app.add_url_rule(
        "/v1/people/me", view_func=lambda: Response(answer, headers=headers, content_type="application/json")
    )
    with serve(app) as service:
        door = WebexTeams("token", f"{service.url}/v1")
        with pytest.raises(Unreachable):
            door.me()
        door.close()
