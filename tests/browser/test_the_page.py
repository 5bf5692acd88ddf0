"""The page without a browser: what it shows to whom, and what it refuses."""

import base64
from typing import Any
from urllib.parse import quote

from playground.demo import scenes
from playground.demo.clock import MovableClock
from playground.demo.stage import Stage
from playground.demo.tour import run_tour
from playground.demo.travel import Timeline
from playground.patience import PATIENCE
from tests.browser.visitor import Visitor

ADA, ANN, OMAR, RITA = (each.email for each in (scenes.ADA, scenes.ANN, scenes.OMAR, scenes.RITA))


def test_the_scene_opens_with_its_invitations_and_its_escalation_and_what_was_looked_at_is_read(
    visitor: Visitor,
) -> None:
    def person(email: str) -> Any:
        return next(each for each in visitor.news()["people"] if each["email"] == email)

    assert person(ANN)["unread"] == 1
    assert "Set up your Webex order" in visitor.room(ANN)["messages"][-1]["text"]
    assert person(ANN)["unread"] == 0
    space = next(each for each in person(RITA)["rooms"] if each["title"] == scenes.REP_SPACE)
    assert scenes.PIAS_LATE_ORDER in visitor.room(RITA, space["key"])["messages"][-1]["text"]


def test_a_day_passes_at_once_and_the_clock_stops_at_each_reminder(stage: Stage, visitor: Visitor) -> None:
    upcoming = stage.timeline.upcoming()
    assert visitor.tells("/page/time", by="next").status_code == 204
    after = stage.timeline.upcoming()
    assert upcoming
    assert after
    assert upcoming.at <= stage.timeline.now() < after.at
    before = stage.timeline.now()
    assert visitor.tells("/page/time", by="day").status_code == 204
    assert (stage.timeline.now() - before).days == 1


def test_what_only_brings_a_card_up_to_date_is_no_next_reminder(stage: Stage, visitor: Visitor) -> None:
    before = stage.timeline.upcoming()
    assert visitor.tells("/page/say", text=f"/nudge {scenes.PIAS_LATE_ORDER}", **{"as": RITA, "in": "bot"}).ok
    stage.timeline.settle()
    ahead = visitor.asks("/page/panel/calendar").json()["ahead"]
    assert ahead[0]["what"].startswith("A contact can be nudged again")
    assert stage.timeline.upcoming() == before


class LastWord:
    """A bot that says its last word while somebody looks whether it has anything left to do."""

    by_hand = False

    def __init__(self, stage: Stage) -> None:
        self.bot = self.health = self
        self._stage, self._words = stage, ["And one more thing."]

    def is_idle(self) -> bool:
        while self._words:
            self._stage.world.says(self._stage.myself, self._stage.person(scenes.ANN), self._words.pop())
        return self._stage.bot.health.is_idle()


def test_what_the_bot_said_last_has_been_told_to_it_when_it_counts_as_done(stage: Stage) -> None:
    stage.world.faults.delay = 0.5
    timeline = Timeline(LastWord(stage), stage.world, MovableClock(), lambda _moment: None)  # type: ignore[arg-type]
    timeline.settle()
    assert stage.world.deliveries.idle()


def test_nobody_does_what_they_could_not_do_in_a_client(stage: Stage, visitor: Visitor) -> None:
    card = visitor.room(ANN)["messages"][-1]["id"]
    # A button that is not there, one in a room of others, a room of others, the bot, and a form of another site.
    no_button = visitor.tells("/page/press", message=card, title="Provision", **{"as": ANN})
    assert no_button.status_code == 422
    assert "Set Up Now" in no_button.json()["message"]
    assert visitor.tells("/page/press", message=card, title="Set Up Now", **{"as": OMAR}).status_code == 404
    assert visitor.asks("/page/room", **{"as": ANN, "in": stage.rep_space.id}).status_code == 404
    assert visitor.tells("/page/say", text="hello", **{"as": "setup-now@webex.bot", "in": "bot"}).status_code == 404
    form = {"as": ANN, "in": "bot", "text": "hello"}
    assert visitor.session.post(f"{stage.page_url}/page/say", data=form, timeout=PATIENCE).status_code == 400

    page = visitor.asks("/")
    assert page.headers["Content-Security-Policy"].startswith("default-src 'self'")
    assert "//" not in page.text.replace("</", "")


def test_a_file_goes_along_with_words_and_comes_back_under_its_own_name(visitor: Visitor) -> None:
    file = {"name": "طلبات.csv", "data": base64.b64encode(b"WEB ORDER ID").decode()}
    assert visitor.tells("/page/say", text="/import", file=file, **{"as": ADA, "in": "bot"}).status_code == 204
    sent = next(each for each in visitor.room(ADA)["messages"] if each["files"])
    answer = visitor.asks("/page/file", **{"as": ADA, "id": sent["files"][0]["id"]})
    assert answer.content == b"WEB ORDER ID"
    assert quote("طلبات.csv") in answer.headers["Content-Disposition"]


def test_the_tour_reaches_its_end() -> None:
    lines: list[str] = []
    assert run_tour(out=lines.append) == 0, "\n".join(lines)
    assert lines[-1] == f"✓ Order {scenes.ANNS_ORDER} is provisioned."
