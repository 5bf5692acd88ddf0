"""What webhooks tell of is opened with the real SDK: messages, files, presses, comings and goings, and missed ones."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.domain.actions import FIELD
from bot.domain.events import Attached, CardSubmitted, Envelope, Ignored, MessagePosted, RoomJoined, RoomLeft
from bot.domain.outgoing import Message
from bot.domain.people import Person
from bot.domain.webhooks import Webhook
from bot.errors import NotReadableYet, Rejected, Unreachable
from bot.http.deliveries import read_delivery
from bot.webex.client import WebexTeams
from bot.webex.content import readable_text
from bot.webex.contradictions import Contradicted, StillThere
from playground import model
from playground.messages import Upload
from playground.world import World
from tests.fakes.callers import Hook, Receiver
from tests.fakes.clocks import StandingClock
from tests.webex.envelopes import NOON, TO_ANN, card_with

SECRET = "topsecret"
Arrives = Callable[..., Envelope]


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


def by_nobody(_person_id: str) -> None:
    """Know nobody: everybody is looked up."""


def test_the_bot_knows_itself(door: WebexTeams, bot: model.Person) -> None:
    assert door.me() == Person(bot.id, "coach@webex.bot", "Coach Bot", is_bot=True)


# Opening


def opened(door: WebexTeams, envelope: Envelope, met: Person | None = None) -> MessagePosted:
    """Open an envelope in which a message is expected."""
    event = door.open(envelope, lambda _id: met)
    assert isinstance(event, MessagePosted)
    return event


def test_a_direct_message_is_opened_with_its_sender(
    world: World, door: WebexTeams, arrives: Arrives, ann: model.Person, bot: model.Person
) -> None:
    said = ann.says(bot, "setup please")
    assert door.open(arrives("messages"), by_nobody) == MessagePosted(
        message_id=said.id,
        room_id=said.room_id,
        is_direct=True,
        person=Person(ann.id, "ann@example.net", "Ann Example"),
        text="setup please",
        happened_at=world.now(),
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
    ann.presses(posted.message_id, "Next", days=3)
    assert door.open(arrives("attachmentActions"), by_nobody) == CardSubmitted(
        message_id=posted.message_id,
        room_id=posted.room_id,
        person=Person(ann.id, "ann@example.net", "Ann Example"),
        inputs={"days": "3", FIELD: "signed"},
        happened_at=world.now(),
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
    me = Person(bot.id, "coach@webex.bot", "Coach Bot", True)
    assert joined == RoomJoined(room.id, False, me, True, world.now())

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


def test_what_somebody_wrote_meanwhile_comes_oldest_first(
    door: WebexTeams, clock: StandingClock, ann: model.Person, bot: model.Person
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
    door: WebexTeams, clock: StandingClock, ann: model.Person, bot: model.Person
) -> None:
    since = clock.now()
    written = [ann.says(bot, f"order {n}").id for n in range(120)]
    [[room]] = door.direct_rooms()
    assert [each.id for each in door.direct_messages_since(room.id, since, NOON)] == written


def test_direct_rooms_come_in_pages_the_liveliest_first(
    world: World, door: WebexTeams, clock: StandingClock, bot: model.Person
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


def test_the_title_of_a_room_is_words_in_a_line(world: World, door: WebexTeams, bot: model.Person) -> None:
    room = world.room("Reps\x1b[2J\n\u202eof \x00all", bot)
    assert door.title(room.id) == "Reps[2J of all"
    world.faults.kms_failures = 1
    assert door.title(room.id) == ""


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


def test_an_error_about_another_field_keeps_no_words_waiting() -> None:
    assert readable_text({"text": "hello", "errors": {"title": {"code": "kms_failure"}}}) == "hello"
    for errors in ({"text": {"code": "kms_failure"}}, [{"code": "kms_failure"}]):
        with pytest.raises(NotReadableYet):
            readable_text({"text": "eyJhbGciOi", "errors": errors})
