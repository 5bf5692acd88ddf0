"""Files go along: what is attached reaches whoever the words are for, once, or it is said plainly that it does not."""

from typing import Any

import pytest

from tests.staging.actors import Actor
from tests.staging.rep_space import N
from tests.staging.stage import Stage
from tests.staging.stories import CONTOSO, begun

PICTURE = bytes(range(256)) * 3
NAME = "لقطة شاشة 1 (copie).png"


def files_in(messages: list[Any], by: Stage) -> list[tuple[str, bytes]]:
    """Return the files that the bot posted there."""
    return [(file.name, file.data) for each in messages if each.person_id == by.me.id for file in each.files]


def in_space(stage: Stage) -> list[tuple[str, bytes]]:
    return files_in(stage.world.transcript(stage.space), stage)


def in_chat(stage: Stage, actor: Actor) -> list[tuple[str, bytes]]:
    return files_in(actor.answers, stage)


def test_a_question_brings_its_file_and_the_answer_brings_its_own(stage: Stage, ann: Actor, rita: Actor) -> None:
    begun(stage, ann)
    ann.attaches(NAME, PICTURE, "rep see the screenshot")
    assert in_space(stage) == [(NAME, PICTURE)]
    assert "I am passing the file on as well" in ann.sees
    ann.attaches("again.png", PICTURE, "rep and this one")
    assert in_space(stage)[1:] == [("again.png", PICTURE)]
    newest = stage.world.transcript(stage.space)[-1]
    assert newest.parent_id, "under the card of the order"
    assert f"Ann Archer sent this file about order {N}." in newest.words

    rita.attaches("guide.pdf", b"%PDF", f"/reply {N} see the guide", in_space=True)
    rita.attaches("more.pdf", b"%PDF2", f"/reply {N}")
    assert in_chat(stage, ann) == [("guide.pdf", b"%PDF"), ("more.pdf", b"%PDF2")]
    assert "1 file comes with it." in ann.heard
    ann.attaches("thanks.png", b"png", "")
    assert in_space(stage)[2:] == [("thanks.png", b"png")]
    assert "Rita Rep wrote to you about order" in ann.heard
    rita.attaches("nudge.txt", b"txt", f"/nudge {N} have a look")
    assert in_chat(stage, ann)[2:] == [("nudge.txt", b"txt")]
    for actor in (ann, rita):
        assert "neither opened" not in actor.heard


def test_what_is_not_understood_goes_to_a_representative_with_its_file(stage: Stage, ann: Actor, rita: Actor) -> None:
    begun(stage, ann)
    ann.attaches("screen.png", PICTURE, "")
    assert in_space(stage) == []
    assert ann.sees.startswith("I do not open files. Should I send this to the Cisco representatives")
    ann.says("rep")
    assert in_space(stage) == [("screen.png", PICTURE)]
    ann.attaches("screen2.png", PICTURE, "")
    ann.presses("Ask a representative")
    assert in_space(stage)[1:] == [("screen2.png", PICTURE)]
    ann.attaches("screen3.png", PICTURE, "setup")
    assert "To pass a file on to the Cisco representatives, send it with the word rep." in ann.sees
    rita.attaches("screen3.png", PICTURE, "")
    assert "neither opened your file nor passed it on" in rita.sees
    assert len(in_space(stage)) == 2


@pytest.mark.parametrize(
    ("status", "why"),
    [(404, "no longer provides it"), (410, "malware"), (413, "too large"), (428, "password"), (403, "no longer")],
)
def test_a_file_that_webex_keeps_is_said_to_be_kept(
    stage: Stage, ann: Actor, rita: Actor, status: int, why: str
) -> None:
    begun(stage, ann)
    stage.world.faults.failing(status, path="/contents")
    ann.attaches("gone.png", PICTURE, "rep see the screenshot")
    assert "see the screenshot" in "".join(stage.cards_in_space())
    assert f"Your file about order {N} could not be passed on: " in ann.sees
    assert why in ann.sees
    newest = stage.world.transcript(stage.space)[-1].words
    assert "could not be passed on. Please ask for it directly: ann@northwind.example.com" in newest
    stage.world.faults.failing(status, path="/contents")
    rita.attaches("gone.pdf", PICTURE, f"/reply {N} see the guide")
    assert "Please ask for it directly: rita@" in ann.sees
    assert why in rita.sees
    assert in_space(stage) == in_chat(stage, ann) == []
    ann.attaches("there.png", PICTURE, "rep once more")
    assert in_space(stage) == [("there.png", PICTURE)], "the space is not taken for lost"


def test_while_a_file_is_scanned_nothing_else_waits_and_then_it_arrives(stage: Stage, ann: Actor, rita: Actor) -> None:
    begun(stage, ann)
    stage.world.faults.failing(423, 1, path="/contents", retry_after=3600)
    ann.attaches(NAME, PICTURE, "rep see the screenshot")
    ann.says("rep are you there?")
    assert "are you there?" in stage.world.transcript(stage.space)[-1].words
    assert in_space(stage) == []
    stage.restart()
    stage.wait(hours=1, minutes=10)
    assert in_space(stage) == [(NAME, PICTURE)]
    stage.world.faults.failing(423, 100, path="/contents", retry_after=3600)
    ann.attaches(NAME, PICTURE, "rep and this one")
    for _hour in range(26):
        stage.wait(hours=1)
    assert "did not finish looking for malware" in ann.heard


@pytest.mark.parametrize("stored", [True, False])
def test_a_post_of_a_file_whose_answer_is_lost_comes_once(stage: Stage, ann: Actor, rita: Actor, stored: bool) -> None:
    begun(stage, ann)
    rita.says_in_space(f"/reply {N} what do you see?")
    stage.world.faults.cut_off(1, stored=stored, method="GET", path="/contents")
    ann.attaches("one.png", PICTURE, "This is what I see today")
    for _minute in range(5):
        stage.wait(minutes=1)
    stage.world.faults.cut_off(3, stored=stored, method="POST", path="/messages")
    rita.attaches("two.pdf", PICTURE, f"/reply {N} like this")
    for _minute in range(20):
        stage.wait(minutes=1)
    assert in_space(stage) == [("one.png", PICTURE)]
    assert in_chat(stage, ann) == [("two.pdf", PICTURE)]


def test_a_file_that_is_too_large_for_us_is_not_passed_on(stage: Stage, ann: Actor, rita: Actor) -> None:
    begun(stage, ann)
    ann.attaches("film.mov", bytes(26 * 1024 * 1024), "rep see the film")
    assert "too large" in ann.sees
    assert in_space(stage) == []


def test_who_is_not_at_webex_gets_no_file_and_the_representative_hears_it(stage: Stage, rita: Actor) -> None:
    stage.import_orders(CONTOSO.replace("ann@northwind.example.com", "nobody@northwind.example.com"))
    rita.attaches("guide.pdf", b"%PDF", f"/reply {N} see the guide")
    assert "could not be passed on: Webex does not deliver it there" in rita.heard
    assert "did not arrive: Webex does not deliver messages to them" in rita.heard
