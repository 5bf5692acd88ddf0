"""People by any id, mentions taken off what was said, and inputs as text."""

import pytest

from bot.domain.people import Person
from bot.webex.content import as_text, is_same_thing
from bot.webex.mentions import without_mention

UUID = "5d1e0c3a-8b4f-4a51-9c6e-2f7d90ab1c01"
LONG = "Y2lzY29zcGFyazovL3VzL1BFT1BMRS81ZDFlMGMzYS04YjRmLTRhNTEtOWM2ZS0yZjdkOTBhYjFjMDE"
BOT = Person(LONG, "setup@webex.bot", "Set Up Now")


def test_a_person_is_the_same_under_any_id() -> None:
    assert is_same_thing(LONG, UUID.upper())
    assert is_same_thing(LONG + "=", LONG)
    assert not is_same_thing(LONG, UUID.replace("5d", "6d"))
    assert not is_same_thing("", LONG)


@pytest.mark.parametrize("mentioned", [LONG, UUID])
@pytest.mark.parametrize(
    ("text", "html", "rest"),
    [
        ("Set /board", "<p>{Set} /board</p>", "/board"),
        ("Set Up Now /board", "<p>{Set Up Now} /board</p>", "/board"),
        ("please Set help", "<p>please {Set} help</p>", "please help"),
        ("Set up {Set}".replace("{Set}", "Set"), "<p>Set up {Set}</p>", "Set up"),
        ("Set Set", "<p>{Set} {Set}</p>", ""),
        ("Set /note 5 a & b\nsecond", "<p>{Set} /note 5 a &amp; b<br/>second</p>", "/note 5 a & b\nsecond"),
    ],
)
def test_a_mention_is_found_by_its_id(mentioned: str, text: str, html: str, rest: str) -> None:
    marked = html.replace("{", f'<spark-mention data-object-type="person" data-object-id="{mentioned}">')
    assert without_mention(text, marked.replace("}", "</spark-mention>"), BOT, is_addressed=True) == rest


def test_a_mention_of_somebody_else_stays() -> None:
    html = '<p><spark-mention data-object-id="someone">Set</spark-mention> help</p>'
    assert without_mention("Set help", html, BOT, is_addressed=False) == "Set help"


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Set /board", "/board"),
        ("set up now: /board", "/board"),
        ("Set Up /board", "/board"),
        ("setup", "setup"),
        ("/board Set", "/board Set"),
        ("Set", ""),
        ("", ""),
    ],
)
def test_without_html_the_words_of_the_name_are_taken_off(text: str, rest: str) -> None:
    assert without_mention(text, "", BOT, is_addressed=True) == rest


def test_a_direct_message_keeps_its_first_word() -> None:
    assert without_mention("set up my order", "", BOT, is_addressed=False) == "set up my order"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "true"),
        (False, "false"),
        (3, "3"),
        (3.0, "3"),
        (3.5, "3.5"),
        (["a", 1], "a,1"),
        (float("inf"), "inf"),
    ],
)
def test_an_input_of_any_type_becomes_text(value: object, text: str) -> None:
    assert as_text(value) == text
