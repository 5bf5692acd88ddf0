"""Presses and messages that no card of ours and no client of Webex makes: let go once, in a line, and nobody waits."""

import json
from collections.abc import Iterator

import pytest

from playground.model import Person
from tests.staging.actors import Actor
from tests.staging.besieged import Besieged
from tests.staging.stage import Stage

DIGITS = "9" * 5000
DEEP = 100_000
NO_PRESSES = {
    "a number of 5,000 digits": f'{{"answer": {DIGITS}}}',
    "a list": '["answer"]',
    "a text": '"answer"',
    "an object in an input": '{"answer": {"a": "b"}}',
    "a list in a list": '{"answer": [["a"]]}',
    "nested without end": f'{{"answer": {"[" * DEEP}{"]" * DEEP}}}',
    "too many": json.dumps({f"answer{n}": "a" for n in range(1000)}),
    "too long": json.dumps({"answer": "a" * 1_000_000}),
    "without end": json.dumps({"answer": "a" * 17 * 1024 * 1024}),
}
ODD_PRESSES = {
    "half a character": r'{"answer": "\ud83d", "\udc00": "x"}',
    "no inputs": "null",
    "a forged action": r'{"setupNow": "\ud83d.forged"}',
    "an action that is a number": '{"setupNow": 1e308}',
    "a number without end": '{"answer": 1e999, "other": NaN}',
}


WORDS = {
    "an order of 5,000 digits": f"order {DIGITS}",
    "a page of 5,000 digits": f"orders {DIGITS}",
    "a command with 5,000 digits": f"/audit 1 {DIGITS}",
    "an answer of 5,000 digits": DIGITS,
    "half a character": "help \ud83d",
}


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Besieged]:
    with Besieged(tmp_path_factory.mktemp("bot")) as bot:
        yield bot


@pytest.fixture(scope="module")
def mallory(bot: Besieged) -> Person:
    person = bot.world.person("mallory@example.com")
    bot.answers_to(person, "help")
    return person


def tell(bot: Besieged, resource: str, content: str, person: Person) -> str:
    """Let Webex tell of something that somebody did, and answer with this when it is asked for it."""
    event_id = f"POISON-{len(bot.answers)}"
    path = "attachment/actions" if resource == "attachmentActions" else resource
    facts = {"id": event_id, "messageId": event_id, "roomId": "a-room", "roomType": "direct", "personId": person.id}
    bot.answers[f"{path}/{event_id}"] = f"{json.dumps(facts)[:-1]}, {content}}}".encode()
    assert bot.hears_of(event_id, resource, person.id) == 204
    return f"{resource}:created:{event_id}"


@pytest.mark.parametrize("name", NO_PRESSES)
def test_what_no_card_of_ours_sends_is_let_go_in_a_line(bot: Besieged, mallory: Person, name: str) -> None:
    before = len(bot.chat(mallory))
    key = tell(bot, "attachmentActions", f'"inputs": {NO_PRESSES[name]}', mallory)
    bot.until(lambda: bot.waiting() == 0)
    assert len(bot.chat(mallory)) == before
    [line] = [line for line in bot.log().splitlines() if key in line]
    assert "action=event_refused" in line
    assert "Traceback" not in bot.log()


@pytest.mark.parametrize("name", ODD_PRESSES)
def test_what_a_client_may_have_spoilt_is_read_as_far_as_it_goes(bot: Besieged, mallory: Person, name: str) -> None:
    tell(bot, "attachmentActions", f'"inputs": {ODD_PRESSES[name]}', mallory)
    bot.until(lambda: bot.waiting() == 0)
    assert "Traceback" not in bot.log()
    assert "event_given_up" not in bot.log()


@pytest.mark.parametrize("name", WORDS)
def test_no_words_are_more_than_it_can_bear(bot: Besieged, mallory: Person, name: str) -> None:
    tell(bot, "messages", f'"text": {json.dumps(WORDS[name])}', mallory)
    bot.until(lambda: bot.waiting() == 0)
    assert "Traceback" not in bot.log()
    assert "event_given_up" not in bot.log()


def test_after_all_of_it_the_bot_is_ready_and_answers(bot: Besieged, mallory: Person) -> None:
    bot.until(lambda: bot.owed() == 0)
    assert "help" in bot.answers_to(mallory, "help")
    assert bot.is_ready()


def test_readiness_does_not_depend_on_what_one_person_wrote(stage: Stage, ann: Actor) -> None:
    stage.world.faults.failing(500, times=1000, method="GET", path="/messages")
    ann.says("help").says("help")
    stage.wait(minutes=10)
    assert stage.bot.health.backlog()[0] == 2
    assert "events wait too long to be handled" not in stage.bot.health.readiness()
