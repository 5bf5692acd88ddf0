"""What a press on a card sends, and how the bot reads it."""

from datetime import date
from typing import Any

import pytest
from webexteamssdk import ApiError, WebexTeamsAPI

from playground.forms import Invalid
from playground.model import Json, Person
from playground.serving import serve
from playground.world import World
from tests.fakes.callers import Caller, MakesCard, Posts, ReadsInputs

NOTE = {
    "type": "Input.Text",
    "id": "note",
    "label": "What did you finish?",
    "isRequired": True,
    "regex": "^[a-z ]+$",
    "maxLength": 20,
}
AGAIN = {
    "type": "Input.Toggle",
    "id": "again",
    "title": "Start another round",
    "valueOn": "yes",
    "valueOff": "no",
}
DAY = {"type": "Input.Date", "id": "day", "min": "2026-01-01"}
HOURS = {"type": "Input.Number", "id": "hours", "min": 1, "max": 8}
TAGS = {
    "type": "Input.ChoiceSet",
    "id": "tags",
    "label": "Tags",
    "isMultiSelect": True,
    "choices": [{"title": "Deep work", "value": "deep"}, {"title": "Admin", "value": "admin"}],
}
FORM = [{"type": "Container", "items": [NOTE, AGAIN]}, DAY, HOURS, TAGS]
SAVE = {"type": "Action.Submit", "title": "Save", "data": {"act": "log", "ref": {"order": 5}}}


@pytest.fixture
def posted(api: WebexTeamsAPI, ann: Person, card: MakesCard) -> Posts:
    """Posts a card to Ann."""

    def post(*body: Json, **more: Any) -> str:
        return str(api.messages.create(toPersonId=ann.id, text="x", attachments=[card(*body, **more)]).id)

    return post


@pytest.fixture
def inputs_of(api: WebexTeamsAPI) -> ReadsInputs:
    """What the bot reads of a press."""
    return lambda action: api.attachment_actions.get(action.id).inputs


def test_a_filled_in_card_sends_strings_and_the_data_of_the_button(
    posted: Posts, ann: Person, inputs_of: ReadsInputs
) -> None:
    message = posted(*FORM, actions=[SAVE])

    action = ann.presses(
        message,
        "Save",
        {"What did you finish?": "chapter", "Start another round": True},
        day=date(2026, 11, 23),
        hours=2,
        tags=["Deep work", "admin"],
    )

    assert inputs_of(action) == {
        "note": "chapter",
        "again": "yes",
        "day": "2026-11-23",
        "hours": "2",
        "tags": "deep,admin",
        "act": "log",
        "ref": {"order": 5},
    }


def test_the_action_tells_who_pressed_what_where(api: WebexTeamsAPI, posted: Posts, ann: Person) -> None:
    message = posted()

    action = api.attachment_actions.get(ann.presses(message, "Save").id)

    assert (action.type, action.messageId, action.personId) == ("submit", message, ann.id)
    assert action.roomId == api.messages.get(message).roomId


def test_untouched_inputs_send_their_defaults(posted: Posts, world: World, ann: Person, inputs_of: ReadsInputs) -> None:
    message = posted(AGAIN, {**DAY, "value": "2026-02-03"}, TAGS, actions=[SAVE])

    assert inputs_of(ann.presses(message, "Save")) | {"ref": 0} == {
        "again": "no", "day": "2026-02-03", "tags": "", "act": "log", "ref": 0,
    }  # fmt: skip
    world.faults.blanks = "missing"
    assert "tags" not in inputs_of(ann.presses(message, "Save"))


def test_numbers_are_strings_unless_the_client_sends_numbers(
    posted: Posts, world: World, ann: Person, inputs_of: ReadsInputs
) -> None:
    message = posted(HOURS)

    assert inputs_of(ann.presses(message, "Save", hours=3))["hours"] == "3"
    world.faults.numbers = True
    assert inputs_of(ann.presses(message, "Save", hours=3))["hours"] == 3


@pytest.mark.parametrize(("data_wins", "value"), [(True, "of the button"), (False, "of the input")])
def test_of_an_input_and_the_data_under_one_key_one_wins(
    posted: Posts, world: World, ann: Person, inputs_of: ReadsInputs, data_wins: bool, value: str
) -> None:
    save = {**SAVE, "data": {"note": "of the button"}}
    message = posted({"type": "Input.Text", "id": "note"}, actions=[save])
    world.faults.data_wins = data_wins

    assert inputs_of(ann.presses(message, "Save", note="of the input")) == {"note": value}


def test_data_only_where_the_button_says_so(posted: Posts, ann: Person, inputs_of: ReadsInputs) -> None:
    message = posted(NOTE, actions=[{**SAVE, "data": {"act": "skip"}, "associatedInputs": "none"}])

    assert inputs_of(ann.presses(message, "Save", note="x")) == {"act": "skip"}


def test_an_inner_card_sends_the_outer_inputs_but_not_its_siblings(
    posted: Posts, ann: Person, inputs_of: ReadsInputs
) -> None:
    def inner(name: str) -> Json:
        body = [{"type": "Input.Text", "id": name}]
        card = {"type": "AdaptiveCard", "body": body, "actions": [{"type": "Action.Submit", "title": name}]}
        return {"type": "Action.ShowCard", "title": f"Show {name}", "card": card}

    message = posted({"type": "Input.Text", "id": "outer"}, actions=[inner("one"), inner("two")])

    assert inputs_of(ann.presses(message, "two", outer="a", two="b")) == {"outer": "a", "two": "b"}


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({}, "What did you finish"),
        ({"note": "  "}, "an answer is required"),
        ({"note": "UPPER"}, "does not match"),
        ({"note": "a" * 21}, "too long"),
        ({"note": "a", "hours": 9}, "out of range"),
        ({"note": "a", "hours": "many"}, "not a number"),
        ({"note": "a", "day": "2025-12-31"}, "out of range"),
        ({"note": "a", "day": "tomorrow"}, "not a date"),
        ({"note": "a", "tags": "play"}, "not one of the choices"),
        ({"note": "a", "colour": "red"}, "no input 'colour'"),
    ],
)
def test_a_client_refuses_inputs_that_do_not_fit(
    posted: Posts, world: World, ann: Person, given: Json, reason: str
) -> None:
    message = posted(*FORM)

    with pytest.raises(Invalid, match=reason):
        ann.presses(message, "Save", given)
    assert world.actions.on(world.messages.get(message)) == []


def test_a_forged_press_may_send_anything(posted: Posts, ann: Person, inputs_of: ReadsInputs) -> None:
    message = posted(*FORM)

    inputs = inputs_of(ann.presses(message, "Save", note="UPPER", tags="play", colour="red", forged=True))

    assert (inputs["note"], inputs["tags"], inputs["colour"]) == ("UPPER", "play", "red")


def test_a_button_that_is_not_there_is_named_with_those_that_are(posted: Posts, ann: Person) -> None:
    link = {"type": "Action.OpenUrl", "title": "Read", "url": "https://a.example"}
    message = posted(actions=[SAVE, link])

    with pytest.raises(Invalid, match="no button 'Go'; the card has: 'Save', 'Read'"):
        ann.presses(message, "Go")
    with pytest.raises(Invalid, match="sends nothing"):
        ann.presses(message, "Read")


def test_of_several_buttons_with_one_title_one_is_pressed(posted: Posts, ann: Person, inputs_of: ReadsInputs) -> None:
    claims = [{"type": "Action.Submit", "title": "Claim", "data": {"order": each}} for each in (1, 2)]
    message = posted(actions=claims)

    assert inputs_of(ann.presses(message, "Claim", nth=1)) == {"order": 2}


def test_a_card_can_be_pressed_again_and_again(posted: Posts, ann: Person) -> None:
    message = posted()

    assert ann.presses(message, "Save").id != ann.presses(message, "Save").id


@pytest.mark.parametrize(("dies", "readable"), [(False, True), (True, False)])
def test_whether_a_press_outlives_its_card_is_a_switch(
    api: WebexTeamsAPI, posted: Posts, world: World, ann: Person, dies: bool, readable: bool
) -> None:
    message = posted()
    action = ann.presses(message, "Save")
    api.messages.delete(message)
    world.faults.actions_die_with_cards = dies

    if readable:
        assert api.attachment_actions.get(action.id).id == action.id
    else:
        with pytest.raises(ApiError, match="404"):
            api.attachment_actions.get(action.id)
    with pytest.raises(Invalid, match="gone"):
        ann.presses(message, "Save")


def test_any_member_may_post_any_inputs(
    ann_api: WebexTeamsAPI, api: WebexTeamsAPI, as_ann: Caller, posted: Posts, world: World
) -> None:
    message = posted(NOTE)

    action = ann_api.attachment_actions.create(messageId=message, type="submit", inputs={"n": [1], "x": None})

    assert api.attachment_actions.get(action.id).inputs == {"n": [1], "x": None}
    world.faults.action_status = 202
    sent = {"type": "submit", "messageId": message, "inputs": {}}
    assert as_ann("POST", "/attachment/actions", json=sent).status_code == 202
    assert as_ann("POST", "/attachment/actions", json={**sent, "type": "execute"}).status_code == 400


def test_who_is_not_in_the_room_cannot_press(posted: Posts, service: serve, boris: Person, as_bot: Caller) -> None:
    message = posted()
    sent = {"type": "submit", "messageId": message, "inputs": {}}

    stranger = {"Authorization": f"Bearer {boris.token}"}
    assert as_bot("POST", "/attachment/actions", json=sent, headers=stranger).status_code == 404


def test_a_message_without_a_card_cannot_be_pressed(ann_api: WebexTeamsAPI, ann: Person, bot: Person) -> None:
    with pytest.raises(ApiError, match="400"):
        ann_api.attachment_actions.create(messageId=ann.says(bot, "hi").id, type="submit", inputs={})
