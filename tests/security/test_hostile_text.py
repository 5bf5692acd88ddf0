"""Hostile text: whatever people call themselves, type or load is words, and never becomes anything else."""

import logging
import sys
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest

from tests.logged import everything_logged
from tests.staging.actors import Actor
from tests.staging.stage import Stage
from tests.staging.stories import CONTOSO, begun, invited

HOSTILE = {
    "mention of all": "<@all> hello",
    "mention by address": "<@personEmail:ann@northwind.example.com|Boss>",
    "link": "[your bank](https://evil.example.net)",
    "markdown": "**bold** `code` # heading > quote _x_ ~y~",
    "right to left": "invoice\u202efdp.exe \u2066x\u2069",
    "formula": '=cmd|"/c calc"!A1',
    "html": '"><script>alert(1)</script><img src=x onerror=alert(1)>',
    "nul": "a\x00b\x1b[31m\x07",
    "surrogate": "half \ud800 a pair",
    "percent": "%s %(name)s {order} {0} ${jndi:ldap://evil}",
    "huge": "x" * 1_000_000,
    "marks": "e" + "\u0301" * 3000,
}
# As long as a message may be: one character that stands for a sentence, and what might be many answers.
LONG = {"ligatures": "\ufdfa" * 2400, "answers": "yes " * 1800, "lists": "a, " * 2400}
# Calls of functions, and returns of theirs. While a message is understood, nothing of others can be stored.
MOST_STEPS = 20_000_000
named = pytest.mark.parametrize("words", list(HOSTILE.values()), ids=list(HOSTILE))


def texts_of(part: Any) -> list[str]:
    """Return everything in a card that clients render."""
    if isinstance(part, dict):
        own = [part["text"]] if part.get("type") in {"TextBlock", "TextRun"} else []
        return own + [text for value in part.values() for text in texts_of(value)]
    return [text for value in part for text in texts_of(value)] if isinstance(part, list) else []


def all_is_inert(stage: Stage) -> None:
    """Look through all that the bot ever said, in every room."""
    rooms = {each.id for each in stage.world.rooms.everywhere()}
    said = [each for room in rooms for each in stage.world.transcript(room, deleted=True)]
    ours = [each for each in said if each.person_id == stage.me.id]
    assert ours
    for each in ours:
        assert (each.markdown, each.html, each.mentioned_people, each.mentioned_groups) == (None, None, (), ())
        assert len(each.words.encode()) <= 7439
        for text in [each.words, *texts_of(each.card or {})]:
            assert not set(text) & set("\u202a\u202b\u202c\u202d\u202e\x00\x07\x1b")
            text.encode()
        for text in texts_of(each.card or {}):
            assert "](" not in text
            assert "<@" not in text


@named
def test_hostile_text_as_an_answer_stays_inert(stage: Stage, ann: Actor, words: str) -> None:
    begun(stage, ann)
    ann.presses("Next", forged=True, company=words, country="US", email="admin@northwind.example.com")
    ann.says("back")
    ann.presses("Next", forged=True, company="Northwind", country=words, email=words)
    all_is_inert(stage)
    assert not dead(stage)


def test_hostile_text_in_the_chat_stays_inert_and_is_answered(stage: Stage, ann: Actor) -> None:
    begun(stage, ann)
    for name, words in HOSTILE.items():
        for typed in (words, f"order {words}", f"language {words}", f"claim {words}"):
            stage.wait(minutes=1)
            heard = [(each.id, each.edits) for each in ann.answers]
            say(stage, ann, typed)
            assert [(each.id, each.edits) for each in ann.answers] != heard, (
                f"{name}: a message, or a card that says why"
            )
    all_is_inert(stage)
    assert not dead(stage)


def say(stage: Stage, actor: Actor, words: str) -> None:
    """Say something as far as Webex lets one: at most 7,439 bytes."""
    storable = words.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    actor.says(storable.encode()[:7000].decode("utf-8", "ignore"))


@named
def test_hostile_text_as_somebodys_name_stays_inert(stage: Stage, rita: Actor, words: str) -> None:
    storable = words.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    evil = stage.person("evil@northwind.example.com", storable[:5000])
    stage.import_orders(CONTOSO.replace("ann@northwind.example.com", evil.email))
    stage.go_to(stage.clock.now().replace(hour=9))
    evil.presses("Set Up Now")
    evil.says("rep")
    evil.says("status")
    all_is_inert(stage)
    assert not dead(stage)


def test_hostile_text_as_a_note_of_a_rep_stays_inert(stage: Stage, ann: Actor, rita: Actor) -> None:
    invited(stage, ann)
    stage.wait(days=1)
    for words in HOSTILE.values():
        say(stage, rita, f"/note 90417263 {words}")
        rita.says("/order 90417263")
    all_is_inert(stage)
    assert not dead(stage)


@named
def test_hostile_text_in_a_file_of_orders_stays_inert_or_is_refused(
    stage: Stage, ann: Actor, rita: Actor, words: str
) -> None:
    cell = words.encode("utf-8", "replace").decode()[:20_000].replace('"', '""')
    row = CONTOSO.replace("Contoso Dental Group", f'"{cell}"').replace("Northwind Collab", f'"{cell}"')
    file, _plan = stage.import_orders(row)
    if file.problems:
        assert not file.orders, "refused by name rather than cut"
        return
    stage.go_to(stage.clock.now().replace(hour=9))
    stage.wait(days=1)
    all_is_inert(stage)
    assert not dead(stage)


def dead(stage: Stage) -> list[str]:
    with stage.bot.store.reading() as uow:
        return [each.cause for each in uow.dead_letters.all()]


def test_what_people_write_is_in_no_log(stage: Stage, ann: Actor, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "bot")
    begun(stage, ann)
    ann.presses("Next", company="Secretive Holding", country="US", email="very.private@northwind.example.com")
    ann.says("my very private words")
    logged = everything_logged(caplog)
    for words in ("Secretive", "very.private", "my very private words"):
        assert words not in logged


def steps_of(act: Callable[[], object]) -> int:
    """Return how many steps are taken in this thread, where the bot of the stage works, while something is done."""
    steps = count()
    sys.setprofile(lambda *_: next(steps))
    try:
        act()
    finally:
        sys.setprofile(None)
    return next(steps)


@pytest.mark.parametrize("words", list(LONG.values()), ids=list(LONG))
def test_what_is_long_to_understand_does_not_hold_up_the_others(stage: Stage, ann: Actor, words: str) -> None:
    invited(stage, ann)
    ann.says("ok")
    assert steps_of(lambda: ann.says(words)) < MOST_STEPS
    ann.says("partner")
    assert ann.title == "Who will set up the services?"
