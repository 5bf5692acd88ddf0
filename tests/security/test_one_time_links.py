"""One-time links: what opens the page of the password is with its person, and nowhere else."""

import re
from dataclasses import replace

import pytest
import requests

from playground.patience import PATIENCE
from tests.scenarios.one_time_page import create_password, link_of
from tests.staging.actors import Actor
from tests.staging.stage import Stage
from tests.staging.stories import at_review

POSTS = "/messages"
A_TOKEN = re.compile(rb"/password/[A-Za-z0-9_-]{43}")


def status_of(link: str) -> int:
    return requests.get(link, timeout=PATIENCE).status_code


def live_links_in(stage: Stage) -> list[bytes]:
    """Return what in the database would open a page."""
    found = set(A_TOKEN.findall(stage.database.read_bytes()))
    return [each for each in found if status_of(f"{stage.http_url}{each.decode()}") == 200]


@pytest.fixture
def asked(stage: Stage, ann: Actor) -> Actor:
    """Ann has mapped her order to a new partner organization, and is asked for its password."""
    at_review(stage, ann)
    ann.presses("Confirm and map for good")
    return ann


def test_no_link_is_kept_once_it_is_sent_nor_in_a_backup(stage: Stage, asked: Actor) -> None:
    asked.presses("Continue")
    assert status_of(link_of(asked)) == 200
    token = link_of(asked).rpartition("/")[2].encode()
    assert token not in stage.database.read_bytes()
    assert live_links_in(stage) == []


def test_no_link_waits_to_be_sent_nor_is_one_with_what_was_given_up(stage: Stage, asked: Actor) -> None:
    stage.world.faults.failing(503, 3, method="POST", path=POSTS)
    asked.presses("Continue")
    assert live_links_in(stage) == []
    stage.world.faults.clear()
    stage.world.faults.failing(400, 1, method="POST", path=POSTS)
    stage.wait(minutes=5)
    with stage.bot.store.reading() as uow:
        assert [each.what for each in uow.dead_letters.all()] == ["post"]
    assert live_links_in(stage) == []


def test_a_link_whose_first_answer_was_lost_is_seen_once_and_works(stage: Stage, asked: Actor) -> None:
    stage.world.faults.cut_off(1, method="POST", path=POSTS)
    asked.presses("Continue")
    heard = len(asked.answers)
    stage.wait(minutes=1)
    assert len(asked.answers) == heard
    assert status_of(link_of(asked)) == 200


def test_a_link_lives_from_when_it_was_sent(stage: Stage, asked: Actor) -> None:
    stage.world.faults.failing(503, 100, method="POST", path=POSTS)
    asked.presses("Continue")
    for _ in range(12):
        stage.wait(minutes=5)
    stage.world.faults.clear()
    stage.wait(minutes=5)
    assert status_of(link_of(asked)) == 200
    stage.wait(minutes=31)
    assert status_of(link_of(asked)) == 410


def test_a_page_that_is_open_works_though_the_card_is_shown_again(stage: Stage, asked: Actor) -> None:
    asked.presses("Continue")
    older = link_of(asked)
    asked.says("setup")
    asked.presses("Resume")
    assert link_of(asked) != older
    assert (status_of(older), status_of(link_of(asked))) == (200, 200)


def test_once_the_password_is_created_no_other_link_of_the_order_opens_the_page(stage: Stage, asked: Actor) -> None:
    asked.presses("Continue")
    older = link_of(asked)
    asked.says("setup").presses("Resume")
    create_password(stage, asked)
    assert status_of(older) == 410


def test_a_link_of_a_cancelled_order_opens_nothing(stage: Stage, asked: Actor, ada: Actor) -> None:
    asked.presses("Continue")
    link = link_of(asked)
    ada.says("/order cancel 90417263").presses("Cancel the order")
    assert status_of(link) == 410


def test_a_link_opens_nothing_for_whoever_has_the_order_no_longer(stage: Stage, asked: Actor, omar: Actor) -> None:
    asked.presses("Continue")
    link = link_of(asked)
    with stage.bot.store.unit_of_work() as uow:
        uow.orders.save(replace(stage.order("90417263"), holder=omar.email))
    assert status_of(link) == 410
