"""Messages as Webex takes, shows, edits and deletes them."""

from datetime import UTC, datetime
from typing import Any, Literal

import pytest
from webexteamssdk import ApiError, WebexTeamsAPI

from playground.model import Json, Person
from playground.world import World
from tests.fakes.callers import Caller, MakesCard

IMAGE = {"type": "Image", "url": "https://example.net/a.png"}


def test_a_message_is_kept_as_it_was_sent(api: WebexTeamsAPI, ann: Person, card: MakesCard) -> None:
    sent = api.messages.create(
        toPersonEmail="ann@example.net",
        markdown="**Time is up** - log what you did?",
        text="Time is up",
        attachments=[card()],
    )

    read = api.messages.get(sent.id)
    assert (read.text, read.roomType, read.personEmail) == ("Time is up", "direct", "coach@webex.bot")
    assert read.html == "<p><strong>Time is up</strong> - log what you did?</p>"
    assert read.attachments == [card()]
    assert read.created == datetime(2026, 11, 22, 10, 15, 2, 417_000, tzinfo=UTC)
    assert sent.toPersonEmail == "ann@example.net"


def test_times_are_written_with_milliseconds_and_a_z(as_bot: Caller, ann: Person) -> None:
    sent = as_bot("POST", "/messages", json={"toPersonId": ann.id, "text": "hello"})

    assert sent.status_code == 200
    assert sent.json()["created"] == "2026-11-22T10:15:02.417Z"
    assert sent.headers["trackingid"].startswith("ROUTER_")


def test_a_plain_message_has_text_only(api: WebexTeamsAPI, ann: Person, bot: Person) -> None:
    read = api.messages.get(ann.says(bot, "hello").id)

    assert not {"html", "markdown", "attachments", "files"} & set(read.json_data)


def test_markdown_alone_gives_a_text_too(api: WebexTeamsAPI, ann: Person) -> None:
    sent = api.messages.create(toPersonId=ann.id, markdown="# Hi\n\n* one\n* `two`\n\n> a  \nb")

    assert sent.text == "Hi\none\ntwo\n> a\nb"


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("*a* **b**", "<p><em>a</em> <strong>b</strong></p>"),
        ("[c](https://d.example)", '<p><a href="https://d.example" rel="nofollow">c</a></p>'),
        ("1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"),
        ("```\n<@all> **x**\n```", "<pre><code>&lt;@all&gt; **x**\n</code></pre>"),
        (r"\*a\* &lt;@all&gt; <b>", "<p>*a* &lt;@all&gt; &lt;b&gt;</p>"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
        ("snake_case_name", "<p>snake_case_name</p>"),
    ],
)  # fmt: skip
def test_markdown_becomes_safe_html(api: WebexTeamsAPI, ann: Person, markdown: str, html: str) -> None:
    assert api.messages.create(toPersonId=ann.id, markdown=markdown).html == html


def test_a_mention_calls_a_member(api: WebexTeamsAPI, world: World, ann: Person, boris: Person, bot: Person) -> None:
    room = world.room("Launch", ann, bot)

    sent = api.messages.create(
        roomId=room.id, markdown=f"<@personEmail:ann@example.net|Ann>, <@personId:{boris.id}> and <@all>"
    )

    assert sent.mentionedPeople == [ann.id]
    assert sent.mentionedGroups == ["all"]
    assert f'data-object-id="{ann.id}">Ann</spark-mention>' in sent.html


def test_a_person_who_mentions_the_bot_shows_the_first_word_of_its_name(
    api: WebexTeamsAPI, world: World, ann: Person, bot: Person
) -> None:
    room = world.room("Launch", ann, bot)

    read = api.messages.get(world.says(ann, room, "start <25>", mentions=[bot]).id)

    assert read.text == "Coach start <25>"
    assert read.mentionedPeople == [bot.id]
    assert read.html == (
        f'<p><spark-mention data-object-type="person" data-object-id="{bot.id}">Coach</spark-mention>'
        " start &lt;25&gt;</p>"
    )


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        ({}, "cannot be empty"),
        ({"text": ""}, "cannot be empty"),
        ({"text": "x", "toPersonEmail": "boris@example.org"}, "Exactly one of"),
        ({"text": "x" * 7440}, "7439"),
        ({"markdown": "ж" * 3720}, "7439"),
        ({"text": 5}, "should be a string"),
        ({"text": "x", "files": ["https://a.example/1", "https://a.example/2"]}, "one file"),
        ({"text": "x", "files": ["/etc/hosts"]}, "public"),
        ({"text": "x", "attachments": "card"}, "array"),
        ({"text": "x", "attachments": [{"contentType": "text/plain", "content": {}}]}, "contentType"),
    ],
)
def test_a_message_that_webex_would_refuse_is_refused_with_the_reason(
    as_bot: Caller, ann: Person, boris: Person, sent: Json, reason: str
) -> None:
    reply = as_bot("POST", "/messages", json={"toPersonId": ann.id, **sent})

    assert reply.status_code == 400
    assert reply.json()["message"] == reply.json()["errors"][0]["description"]
    assert reason in reply.json()["message"]


def test_a_message_without_a_destination_is_refused(as_bot: Caller) -> None:
    assert as_bot("POST", "/messages", json={"text": "x"}).status_code == 400


def test_the_limit_of_a_message_counts_bytes(api: WebexTeamsAPI, ann: Person) -> None:
    assert api.messages.create(toPersonId=ann.id, text="ж" * 3719 + "x", markdown="x" * 7439)


@pytest.mark.parametrize(
    ("content", "type_", "status"),
    [("text=x", "text/plain", 415), ("{", "application/json", 400), ("[]", "application/json", 400)],
)
def test_a_body_is_a_json_object(as_bot: Caller, content: bytes, type_: str, status: int) -> None:
    assert as_bot("POST", "/messages", data=content, headers={"Content-Type": type_}).status_code == status


def submits(count: int) -> Json:
    return {"actions": [{"type": "Action.Submit", "title": str(number)} for number in range(count)]}


def inner_card(count: int) -> Json:
    return {"type": "Action.ShowCard", "card": {"type": "AdaptiveCard", **submits(count)}}


@pytest.mark.parametrize(
    ("body", "more", "reason"),
    [
        ([], {"version": "1.4"}, "version"),
        ([], {"type": "Card"}, "AdaptiveCard"),
        ([], {"body": "words"}, "array"),
        ([], submits(6), "6 actions"),
        ([{"type": "Container", "items": [{"type": "ActionSet", **submits(3)}]}], submits(3), "6 actions"),
        ([], {"actions": [inner_card(5)]}, "6 actions"),
        ([{"type": "TextBlock", "text": "ж" * 11_500}], {}, "bytes"),
        ([IMAGE] * 11, {}, "images"),
        ([{"type": "Image", "url": ""}], {}, "arguments is invalid"),
        ([{"text": "no type"}], {}, "arguments is invalid"),
        ([{"type": "Input.Text"}], {}, "id of its own"),
        ([{"type": "Input.Text", "id": "a"}, {"type": "Input.Date", "id": "a"}], {}, "id of its own"),
    ],
)
def test_cards_that_are_not_accepted(
    api: WebexTeamsAPI, ann: Person, card: MakesCard, body: Json, more: Json, reason: str
) -> None:
    attached = card(*body)
    attached["content"].update(more)

    with pytest.raises(ApiError, match=f"400.*{reason}"):
        api.messages.create(toPersonId=ann.id, text="x", attachments=[attached])


def test_a_message_carries_one_card_and_words_beside_it(api: WebexTeamsAPI, ann: Person, card: MakesCard) -> None:
    for more in ({"text": "x", "attachments": [card(), card()]}, {"attachments": [card()]}):
        with pytest.raises(ApiError, match="400"):
            api.messages.create(toPersonId=ann.id, **more)


def test_a_large_card_is_accepted_when_the_newer_limit_holds(
    api: WebexTeamsAPI, world: World, ann: Person, card: MakesCard
) -> None:
    world.faults.card_bytes = 80 * 1024

    large = card({"type": "TextBlock", "text": "x" * 70_000})
    assert api.messages.create(toPersonId=ann.id, text="x", attachments=[large])


@pytest.mark.parametrize("status", [404, 400])
def test_an_address_that_is_nobodys_is_refused(api: WebexTeamsAPI, world: World, status: Literal[404, 400]) -> None:
    world.faults.unknown_email = status

    with pytest.raises(ApiError, match=str(status)):
        api.messages.create(toPersonEmail="nobody@example.net", text="hello")


def test_an_address_that_is_nobodys_may_become_a_pending_account(api: WebexTeamsAPI, world: World) -> None:
    world.faults.unknown_email = 200

    sent = api.messages.create(toPersonEmail="nobody@example.net", text="hello")

    nobody = world.people.by_email("nobody@example.net")
    assert nobody
    assert nobody.room_with(world.people.get(sent.personId))


# Edits


def test_a_message_can_be_edited_ten_times(api: WebexTeamsAPI, ann: Person) -> None:
    sent = api.messages.create(toPersonId=ann.id, text="0")
    for number in range(10):
        edited = api.messages.edit(sent.id, sent.roomId, text=str(number + 1))
    assert edited.text == "10"
    assert edited.updated == edited.created

    with pytest.raises(ApiError, match=r"400.*10 times"):
        api.messages.edit(sent.id, sent.roomId, text="11")
    assert api.messages.get(sent.id).text == "10"


def test_only_ones_own_message_can_be_edited_in_its_room(
    api: WebexTeamsAPI, as_bot: Caller, world: World, ann: Person, bot: Person
) -> None:
    said = ann.says(bot, "mine")
    sent = api.messages.create(toPersonId=ann.id, text="the bot's")
    other = world.room("Other", bot)

    for message, room_id, status in ((said, said.room_id, 403), (sent, other.id, 400), (sent, None, 400)):
        edited = as_bot("PUT", f"/messages/{message.id}", json={"roomId": room_id, "text": "edited"})
        assert edited.status_code == status


def test_a_card_is_replaced_in_place(
    api: WebexTeamsAPI, as_bot: Caller, world: World, ann: Person, card: MakesCard
) -> None:
    sent = api.messages.create(toPersonId=ann.id, text="x", attachments=[card()])
    saved = card({"type": "TextBlock", "text": "Saved"}, actions=[])

    edit = {"roomId": sent.roomId, "text": "Saved", "attachments": [saved]}
    assert as_bot("PUT", f"/messages/{sent.id}", json=edit).ok

    assert world.messages.get(sent.id).card == saved["content"]


def test_a_card_may_refuse_to_be_edited(
    api: WebexTeamsAPI, as_bot: Caller, world: World, ann: Person, card: MakesCard
) -> None:
    plain = api.messages.create(toPersonId=ann.id, text="x", attachments=[card()])
    pictured = api.messages.create(toPersonId=ann.id, text="x", attachments=[card(IMAGE)])

    def edit(message: Any, **more: Any) -> int:
        sent = {"roomId": message.roomId, "text": "y", **more}
        return as_bot("PUT", f"/messages/{message.id}", json=sent).status_code

    assert edit(plain) == 400
    assert edit(plain, attachments=[card(IMAGE)]) == 400
    assert edit(pictured, attachments=[card()]) == 400
    world.faults.card_edits_refused = True
    assert edit(plain, attachments=[card()]) == 400


# Deletions


def test_a_deleted_message_is_gone(api: WebexTeamsAPI, world: World, ann: Person) -> None:
    sent = api.messages.create(toPersonId=ann.id, text="oops")

    api.messages.delete(sent.id)

    with pytest.raises(ApiError, match=r"404.*Unable to get message"):
        api.messages.get(sent.id)
    assert world.transcript(sent.roomId) == []
    assert [each.text for each in world.transcript(sent.roomId, deleted=True)] == ["oops"]


def test_only_ones_own_message_can_be_deleted(api: WebexTeamsAPI, ann: Person, bot: Person) -> None:
    with pytest.raises(ApiError, match="403"):
        api.messages.delete(ann.says(bot, "mine").id)
