"""What the bot says through the real SDK: words, cards, edits, and whether an uncertain post arrived."""

from contextlib import closing

import pytest
from flask import request

from bot.domain.outgoing import Address, Message, Posted
from bot.errors import Rejected, Uncertain
from bot.webex.client import WebexTeams
from playground import model
from playground.emulator import create_emulator
from playground.serving import serve
from playground.world import World
from tests.fakes.clocks import StandingClock
from tests.webex.envelopes import TO_ANN, card_with


def test_words_are_never_read_as_markup(world: World, door: WebexTeams, ann: model.Person, bot: model.Person) -> None:
    door.post(TO_ANN, Message("**bold** <@all> [x](https://example.net)"))
    [said] = world.transcript(world.direct(ann, bot))
    assert (said.text, said.markdown, said.html) == ("**bold** <@all> [x](https://example.net)", None, None)


def test_letters_are_sent_as_they_are_measured(world: World, bot: model.Person, ann: model.Person) -> None:
    bodies: list[bytes] = []
    webex, words = create_emulator(world), "مرحبا" * 500
    webex.before_request(lambda: bodies.append(request.get_data()))
    with serve(webex) as service, closing(WebexTeams(bot.token, f"{service.url}/v1")) as door:
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


def test_an_uncertain_post_is_found_again(
    world: World, door: WebexTeams, clock: StandingClock, ann: model.Person
) -> None:
    message, since = Message("Role?", card_with("signed")), clock.now()
    world.faults.cut_off(method="POST", path="/messages")
    with pytest.raises(Uncertain):
        door.post(TO_ANN, message)
    found = door.find_own(TO_ANN, message, since)
    assert isinstance(found, Posted)
    assert world.messages.get(found.message_id).text == "Role?"


def test_an_uncertain_post_that_never_arrived_is_not_found(
    world: World, door: WebexTeams, clock: StandingClock, ann: model.Person, bot: model.Person
) -> None:
    world.faults.cut_off(method="POST", path="/messages", stored=False)
    with pytest.raises(Uncertain):
        door.post(TO_ANN, Message("Role?"))
    assert door.find_own(TO_ANN, Message("Role?"), clock.now()) is None
    ann.says(bot, "Role?")
    assert door.find_own(TO_ANN, Message("Role?"), clock.now()) is None


def test_what_was_said_is_found_behind_as_much_as_webex_shows_of_a_direct_chat_at_once(
    world: World, door: WebexTeams, clock: StandingClock, ann: model.Person, bot: model.Person
) -> None:
    before = door.post(TO_ANN, Message("Hello"))
    clock.passes(minutes=1)
    since, wanted = clock.now(), door.post(TO_ANN, Message("Role?"))
    for n in range(60):
        world.says(bot, ann, f"Answer {n}")
    assert door.find_own(TO_ANN, Message("Role?"), since) == wanted
    assert door.find_own(TO_ANN, Message("Hello"), since) is None
    said = [each.message_id for each in door.said_to(TO_ANN.email, since)]
    assert (len(said), said[-1]) == (61, wanted.message_id)
    assert before.message_id not in said


def test_an_earlier_message_and_one_with_other_buttons_are_not_the_one(
    door: WebexTeams, clock: StandingClock, ann: model.Person
) -> None:
    door.post(TO_ANN, Message("Role?", card_with("signed")))
    assert door.find_own(TO_ANN, Message("Role?", card_with("another")), clock.now()) is None
    clock.passes(minutes=1)
    assert door.find_own(TO_ANN, Message("Role?", card_with("signed")), clock.now()) is None


def test_in_a_group_room_a_bot_cannot_look(
    world: World, door: WebexTeams, clock: StandingClock, ann: model.Person, bot: model.Person
) -> None:
    room = world.room("Reps", ann, bot)
    door.post(Address(room_id=room.id), Message("Task"))
    assert door.find_own(Address(room_id=room.id), Message("Task"), clock.now()) is None


def test_in_a_group_room_a_bot_looks_at_what_webhooks_told_of(
    world: World, door: WebexTeams, clock: StandingClock, ann: model.Person, bot: model.Person
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


def test_a_message_known_to_be_another_is_not_the_one(
    door: WebexTeams, clock: StandingClock, ann: model.Person
) -> None:
    earlier = door.post(TO_ANN, Message("Hello"))
    assert door.find_own(TO_ANN, Message("Hello"), clock.now()) == earlier
    assert door.find_own(TO_ANN, Message("Hello"), clock.now(), others={earlier.message_id}) is None
