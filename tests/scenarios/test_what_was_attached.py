"""What was attached: the file that came with the words is looked at, whatever it is called."""

import pytest

from tests.staging.actors import Actor
from tests.staging.files import order_file
from tests.staging.stage import Stage
from tests.staging.stories import CONTOSO, FABRIKAM

WRONG, RIGHT = order_file(CONTOSO), order_file(FABRIKAM)


@pytest.mark.parametrize("words", ["import", "Import.", "استيراد", "importer"])
def test_the_file_just_attached_is_looked_at(stage: Stage, ada: Actor, words: str) -> None:
    ada.attaches("wrong.csv", WRONG)
    ada.attaches("right.csv", RIGHT, words)
    assert "right.csv" in ada.title
    with stage.bot.store.reading() as uow:
        assert list(uow.orders.each()) == []
    ada.says(words)
    with stage.bot.store.reading() as uow:
        assert [order.number for order in uow.orders.each()] == ["90417310"]


def test_a_yes_with_a_file_agrees_to_nothing(stage: Stage, ada: Actor) -> None:
    ada.attaches("wrong.csv", WRONG)
    ada.attaches("right.csv", RIGHT, "yes")
    with stage.bot.store.reading() as uow:
        assert list(uow.orders.each()) == []


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("orders.csv.txt", RIGHT, "/import"),
        ("orders.TSV", RIGHT.replace(b",", b"\t"), "/import please"),
        ("orders.txt", RIGHT.replace(b",", b";"), "/import this, please"),
    ],
)
def test_what_can_be_read_is_read_whatever_it_is_called(
    stage: Stage, ada: Actor, name: str, content: bytes, words: str
) -> None:
    ada.attaches(name, content, words)
    assert name in ada.title
    assert "90417310" in ada.sees


@pytest.mark.parametrize("name", ["orders.xls", "orders.pdf", "orders.numbers", "orders"])
def test_what_cannot_be_read_is_told_by_its_kinds(stage: Stage, ada: Actor, name: str) -> None:
    ada.attaches(name, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    for words in (name, "TSV", "XLSX"):
        assert words in ada.sees


def test_a_file_that_is_scanned_for_hours_keeps_nothing_else_waiting(stage: Stage, ada: Actor) -> None:
    ada.says("/orders")
    stage.world.faults.failing(423, 1, path="/contents", retry_after=3600)
    ada.attaches("right.csv", RIGHT)
    assert "still looking for malware" in ada.sees
    ada.says("/orders")
    assert "No order matches" in ada.sees
    stage.wait(hours=1, minutes=10)
    assert "right.csv" in ada.title
