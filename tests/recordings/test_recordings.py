"""Conversations that were saved on the page of the demo go as they went. Another is a file in this folder."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from playground.recordings.differences import differences
from playground.recordings.recording import BOT, CHANGES, SAYS, Line, Recording, Scene, UnreadableRecording, read
from playground.recordings.replay import complaint_about
from playground.verbs import replay

FOLDER = Path(__file__).parent
ENGLISH = FOLDER / "a-whole-order-in-english.yaml"
NOW = datetime(2026, 11, 28, 9, 5, tzinfo=UTC)
TO_THE_READER = "If the bot should say this now: setup-now replay --accept tests/recordings/{}\n\n{}"


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yaml")), ids=lambda path: path.stem)
def test_the_conversation_goes_as_it_was_recorded(path: Path) -> None:
    complaint = complaint_about(path)
    assert not complaint, TO_THE_READER.format(path.name, complaint)


def test_what_the_bot_says_otherwise_is_shown_in_its_message_and_can_be_accepted(tmp_path: Path) -> None:
    words = ENGLISH.read_text(encoding="utf-8")
    first_question = words[: words.index("Who will set up the services?")]
    other = first_question.replace("Are you setting this up for a customer, or for your own company?", "Who are you?")
    # The button had another title, so that it is found by its place on the card.
    other = other.replace("[ Next ]", "[ Go on ]").replace("presses: Next", "presses: Go on")
    file = tmp_path / "old.yaml"
    file.write_text(words.replace(first_question, other), encoding="utf-8")

    seen = CliRunner().invoke(replay, [str(file)])
    assert seen.exit_code == 1
    assert (
        """
Act 1 of 14, Ann Larsen presses “Set Up Now”. To Ann Larsen: (- expected, + said now)
 Order 90417263 for Contoso Dental Group
 What is your role?
-Who are you?
+Are you setting this up for a customer, or for your own company?
 Role *:
   (x) I am a partner
   ( ) I am the customer
-[ Go on ]
+[ Next ]
 [ Exit ]
 [ What is this? ]
"""
        in seen.output
    )
    assert f"✗ {file}: 1 difference." in seen.output

    assert CliRunner().invoke(replay, ["--accept", str(file)]).exit_code == 0
    assert differences(read(ENGLISH), read(file)) == []


def test_a_conversation_that_cannot_go_on_says_where_and_why(tmp_path: Path) -> None:
    words = ENGLISH.read_text(encoding="utf-8")
    file = tmp_path / "old.yaml"
    file.write_text(words.replace("presses: Set Up Now", "presses: Begin", 1), encoding="utf-8")
    complaint = complaint_about(file)
    why = "no card has that button any more; the newest has “Set Up Now”, "
    assert complaint.startswith(f"It cannot go on. Ann Larsen presses “Begin”: {why}")


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ("scene: [", "cannot be read"),
        ("WEB ORDER ID,ORDERED ITEM", "is no recording: the file: "),
        ("conversation: []", "scene: Field required"),
        ("scene: {opens: 2026-11-28 09:05:00, ends: 2026-11-28 09:05:00+03:00}\nconversation: []", "scene.opens"),
        ("scene: {}\nconversation: [{who: Ann}]", "a line has `who`, and one of says"),
    ],
)
def test_a_file_that_is_no_recording_is_refused_with_its_reason(tmp_path: Path, words: str, complaint: str) -> None:
    (tmp_path / "file.yaml").write_text(words, encoding="utf-8")
    with pytest.raises(UnreadableRecording, match=complaint):
        read(tmp_path / "file.yaml")


def test_a_minute_of_the_clock_is_no_difference_and_an_hour_is_and_old_cards_may_change_sooner_or_later() -> None:
    def recording(*answers: tuple[str, str]) -> Recording:
        lines = [Line(BOT, does, words, "Ann Larsen") for does, words in answers]
        return Recording(Scene(opens=NOW, ends=NOW), tuple(lines))

    packet = (SAYS, "The packet\n(with the file order.csv)")
    before = recording((SAYS, "Claimed at 23:59."), (CHANGES, "Answered"), packet, (SAYS, "Good"))
    after = recording((SAYS, "Claimed at 00:01."), (SAYS, "Good"), (CHANGES, "Answered"), packet)
    assert differences(before, after) == []
    (found,) = differences(
        before, recording((SAYS, "Claimed at 22:59."), (SAYS, "Good"), (CHANGES, "Answered"), packet)
    )
    assert "-Claimed at 23:59.\n+Claimed at 22:59." in found
