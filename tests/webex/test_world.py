"""The world itself: watched by a page, used by many at once, served and stopped."""

import threading

import pytest
import requests
from flask import Flask

from playground.model import Person
from playground.patience import PATIENCE
from playground.serving import serve
from playground.world import World


def test_a_change_is_noticed(world: World, ann: Person, bot: Person) -> None:
    seen = world.changes
    noticed: list[int] = []
    watcher = threading.Thread(target=lambda: noticed.append(world.wait_for_change(seen, timeout=PATIENCE)))
    watcher.start()
    ann.says(bot, "hello")
    watcher.join()

    assert noticed[0] > seen
    assert world.wait_for_change(world.changes, timeout=0) == world.changes


def test_many_speak_at_once(world: World, ann: Person, bot: Person, boris: Person) -> None:
    def chatter(person: Person) -> None:
        for number in range(50):
            person.says(bot, str(number))

    speakers = [threading.Thread(target=chatter, args=(each,)) for each in (ann, boris)]
    for each in speakers:
        each.start()
    for each in speakers:
        each.join()

    for person in (ann, boris):
        said = [each.text for each in world.transcript(world.direct(person, bot))]
        assert said == [str(number) for number in range(50)]


def test_an_address_belongs_to_one_person(world: World, ann: Person) -> None:
    with pytest.raises(ValueError, match="is somebody already"):
        world.person("Ann@Example.net")


def test_an_app_is_served_until_it_is_stopped() -> None:
    app = Flask("hello")
    app.get("/")(lambda: "hello")

    with serve(app) as running:
        assert requests.get(running.url, timeout=PATIENCE).text == "hello"
        with serve(app) as another:
            assert another.port != running.port
    with pytest.raises(requests.ConnectionError):
        requests.get(running.url, timeout=PATIENCE)
    with serve(app, running.port) as again:
        assert requests.get(again.url, timeout=PATIENCE).text == "hello"
