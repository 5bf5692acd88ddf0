"""A demo that is kept in a folder goes on where it was: world, bot, clock, what was read, and the recording."""

from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from click.testing import CliRunner

from bot.settings.provisioning import Provisioning
from playground.demo import scenes
from playground.demo.keeping import WORLD, Folder, Unusable
from playground.demo.stage import Stage, open_scene
from playground.recordings.differences import differences
from playground.recordings.player import play
from playground.verbs import demo


def said(stage: Stage) -> dict[str, list[str]]:
    """Return everything that stands in any room, by its title."""
    rooms = stage.world.rooms.all_of(stage.myself)
    return {
        stage.world.rooms.title(room, stage.myself): [
            f"{each.words} {each.card}" for each in stage.world.transcript(room)
        ]
        for room in rooms
    }


def press(stage: Stage, title: str, inputs: dict[str, Any]) -> None:
    ann = stage.person(scenes.ANN)
    room = ann.room_with(stage.myself)
    assert room
    ann.presses(next(each for each in reversed(stage.world.transcript(room)) if each.card), title, inputs)
    stage.timeline.settle()


def test_another_start_goes_on_where_it_was_and_reminds_nobody_twice(tmp_path: Path) -> None:
    with open_scene(state=tmp_path / "demo") as stage:
        # Whom the next reminder is for depends on the hour and the day; Ann has not begun by then.
        stage.timeline.to_next()
        press(stage, "Set Up Now", {})
        stage.page.views.room(stage.person(scenes.ANN), "bot")
        before, read = said(stage), stage.page.views.kept()
        left_at, began = stage.timeline.now(), monotonic()

    with open_scene(state=tmp_path / "demo") as stage:
        assert said(stage) == before
        assert 0 <= (stage.timeline.now() - left_at).total_seconds() <= monotonic() - began
        assert stage.page.views.kept() == read
        # The card of the first start is answered in the second.
        press(stage, "Next", {"role": "partner"})
        assert "Who will set up the services?" in said(stage)[scenes.ANN.name][-1]
        recording = stage.recorder.recording()
        with pytest.raises(Unusable, match="Another demo uses"), Folder(tmp_path / "demo").taken():
            pass
    played = play(recording)
    assert (differences(played.recorded, played.now), played.stopped) == ([], "")


def test_what_was_killed_before_its_opening_begins_anew_and_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    (tmp_path / "demo.db").write_bytes(b"half of a database")
    with open_scene(state=tmp_path, provisioning=Provisioning.CONTROL_HUB) as stage:
        assert "Set up your Webex order" in said(stage)[scenes.ANN.name][-1]
    with pytest.raises(Unusable, match="was begun with --provisioning control-hub"), open_scene(state=tmp_path):
        pass
    with open_scene(state=tmp_path, provisioning=Provisioning.CONTROL_HUB) as stage:
        assert stage.bot.health.is_idle()

    (tmp_path / WORLD).write_text('{"now": "yesterday"}', encoding="utf-8")
    answer = CliRunner().invoke(demo, ["--port", "0", "--state", str(tmp_path)])
    assert answer.exit_code == 1
    assert "may be of another version of Set Up Now. Name another folder" in answer.output
