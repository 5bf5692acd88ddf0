"""The page without a browser: what it shows to whom, and what it refuses."""

import base64
from typing import Any
from urllib.parse import quote

from playground.demo import scenes
from playground.demo.stage import Stage
from playground.demo.tour import run_tour
from tests.browser.visitor import Visitor

ADA, ANN, OMAR, RITA = (each.email for each in (scenes.ADA, scenes.ANN, scenes.OMAR, scenes.RITA))


def test_the_scene_opens_with_its_invitations_and_its_escalation(visitor: Visitor) -> None:
    assert "Set up your Webex order" in visitor.room(ANN)["messages"][-1]["text"]
    rita = next(each for each in visitor.news()["people"] if each["email"] == RITA)
    space = next(each for each in rita["rooms"] if each["title"] == scenes.REP_SPACE)
    assert scenes.PIAS_LATE_ORDER in visitor.room(RITA, space["key"])["messages"][-1]["text"]


def test_what_was_looked_at_is_read(visitor: Visitor) -> None:
    def unread() -> Any:
        return next(each["unread"] for each in visitor.news()["people"] if each["email"] == ANN)

    assert unread() == 1
    visitor.room(ANN)
    assert unread() == 0


def test_a_room_is_closed_to_those_who_are_not_in_it(stage: Stage, visitor: Visitor) -> None:
    answer = visitor.asks("/page/room", **{"as": ANN, "in": stage.rep_space.id})
    assert answer.status_code == 404


def test_the_clock_stops_at_each_reminder(stage: Stage, visitor: Visitor) -> None:
    before = stage.timeline.upcoming()
    assert visitor.tells("/page/time", by="next").status_code == 204
    after = stage.timeline.upcoming()
    assert before
    assert after
    assert before.at <= stage.timeline.now() < after.at


def test_a_day_passes_at_once(stage: Stage, visitor: Visitor) -> None:
    before = stage.timeline.now()
    assert visitor.tells("/page/time", by="day").status_code == 204
    assert (stage.timeline.now() - before).days == 1


def test_a_button_that_is_not_there_cannot_be_pressed(visitor: Visitor) -> None:
    card = visitor.room(ANN)["messages"][-1]["id"]
    answer = visitor.tells("/page/press", message=card, title="Provision", **{"as": ANN})
    assert answer.status_code == 422
    assert "Set Up Now" in answer.json()["message"]


def test_nobody_presses_a_button_in_a_room_they_are_not_in(visitor: Visitor) -> None:
    card = visitor.room(ANN)["messages"][-1]["id"]
    assert visitor.tells("/page/press", message=card, title="Set Up Now", **{"as": OMAR}).status_code == 404


def test_a_file_goes_along_with_words_and_comes_back_under_its_own_name(visitor: Visitor) -> None:
    file = {"name": "طلبات.csv", "data": base64.b64encode(b"WEB ORDER ID").decode()}
    assert visitor.tells("/page/say", text="/import", file=file, **{"as": ADA, "in": "bot"}).status_code == 204
    sent = next(each for each in visitor.room(ADA)["messages"] if each["files"])
    answer = visitor.asks("/page/file", **{"as": ADA, "id": sent["files"][0]["id"]})
    assert answer.content == b"WEB ORDER ID"
    assert quote("طلبات.csv") in answer.headers["Content-Disposition"]


def test_a_form_of_another_site_does_nothing(visitor: Visitor, stage: Stage) -> None:
    form = {"as": ANN, "in": "bot", "text": "hello"}
    answer = visitor.session.post(f"{stage.page_url}/page/say", data=form, timeout=5)
    assert answer.status_code == 400


def test_nobody_is_the_bot(visitor: Visitor) -> None:
    assert visitor.tells("/page/say", text="hello", **{"as": "setup-now@webex.bot", "in": "bot"}).status_code == 404


def test_nothing_is_loaded_from_elsewhere(visitor: Visitor) -> None:
    answer = visitor.asks("/")
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'self'")
    assert "//" not in answer.text.replace("</", "")


def test_the_tour_reaches_its_end() -> None:
    lines: list[str] = []
    assert run_tour(out=lines.append) == 0, "\n".join(lines)
    assert lines[-1] == f"✓ Order {scenes.ANNS_ORDER} is provisioned."
