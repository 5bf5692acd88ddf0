"""The inputs: what a card shows goes back as the same answer, and no client refuses what the bot would take."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import InvalidAnswer
from bot.language.countries import CODES
from bot.language.folders import LANGUAGES
from bot.language.texts import texts
from bot.wizard import fields as f
from bot.wizard.step import Field, Situation
from cards import elements as e
from cards.inputs import input_for
from cards.kit import render
from tests.cards.samples import ANN, NOBODY, ORDER
from tests.cards.webex import inputs_of
from tests.tables import each_row

HERE = Situation(ORDER, ANN, NOBODY)
T = texts("en")

ARABIC_DIGITS = "٠١٢٣٤٥٦٧٨٩"
KINDS: tuple[Field, ...] = (
    f.EmailAddress("email", "Email address"),
    f.ReservedName("site", "Site name", kind="site", suffix=".webex.com"),
    f.Code("code", "Transfer code"),
    f.Country("country", "Country or region"),
    f.TimeZone("zone", "Time zone"),
    f.Text("city", "City"),
)
NATURAL = st.text(alphabet=st.sampled_from(f"abz0.-@ A{ARABIC_DIGITS}\u200b"), max_size=20)


def input_of(field: Field, value: str = "") -> e.TextInput:
    drawn = input_for(field, value, HERE, T)
    assert isinstance(drawn, e.TextInput)
    return drawn


@pytest.mark.parametrize("field", KINDS, ids=lambda each: type(each).__name__)
@given(typed=NATURAL | NATURAL.map(lambda name: f" {name}.webex.com ") | NATURAL.map(lambda name: f"{name}@b.example"))
def test_a_client_takes_whatever_the_bot_takes(field: Field, typed: str) -> None:
    try:
        field.read({field.id: typed}, HERE)
    except InvalidAnswer:
        return
    drawn = input_of(field)
    assert re.search(drawn.regex, typed)
    assert len(typed) <= drawn.limit


@pytest.mark.parametrize("typed", ["acme٢٠٢٦", " acme ", "Acme", "acme.webex.com", "7"])
def test_a_name_may_be_typed_as_people_do(typed: str) -> None:
    assert re.search(input_of(KINDS[1]).regex, typed)


@pytest.mark.parametrize("language", LANGUAGES)
@each_row("code", sorted(CODES))
def test_a_country_goes_back_as_the_same_country(code: str, language: str) -> None:
    field = f.Country("country", "Country or region")
    drawn = input_for(field, code, HERE, texts(language))
    assert field.parse(drawn.value, HERE) == code  # type: ignore[union-attr]


def test_what_cannot_be_taken_is_shown_as_it_was_typed() -> None:
    assert input_of(KINDS[3], "Narnia").value == "Narnia"


def test_a_required_input_says_what_it_wants() -> None:
    for drawn in inputs_of(render([e.Heading("A form"), *map(input_of, KINDS)], T)):
        assert drawn["isRequired"]
        assert drawn["errorMessage"]


class Mood(Field):
    """A kind of answer that nobody has drawn a look for."""

    def parse(self, raw: str, situation: Situation) -> str:
        return raw


def test_a_kind_without_a_look_is_a_line_of_text() -> None:
    assert input_of(Mood("mood", "Mood"), "calm") == e.TextInput(
        "mood", "Mood", "calm", limit=100, error="Please fill in this field."
    )
