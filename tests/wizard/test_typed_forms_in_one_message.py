"""A whole form in one message, as people write it: parted by what they like, labelled, as a list, below a quotation."""

import pytest

from bot.wizard.step import Stop
from bot.wizard.typing import FILL, understand
from tests.cards.samples import everywhere
from tests.tables import each_row

# One form in one message, as people write it: Riyadh HQ at King Fahd Road 1 in Riyadh.
IN_ONE_MESSAGE = (
    "Riyadh HQ; King Fahd Road 1; Riyadh",
    "Riyadh HQ؛ King Fahd Road 1；Riyadh",
    "Riyadh HQ | King Fahd Road 1 | Riyadh",
    "location: Riyadh HQ; street: King Fahd Road 1; city: Riyadh",
    "City: Riyadh, location: Riyadh HQ, street address: King Fahd Road 1",
    "location Riyadh HQ, street King Fahd Road 1, city Riyadh",
    "Location name = Riyadh HQ\nStreet address - King Fahd Road 1\nCity: Riyadh",
    "1. Riyadh HQ\n2. King Fahd Road 1\n3. Riyadh",
    "- Riyadh HQ\n- King Fahd Road 1\n- Riyadh",
    "Here you go:\nRiyadh HQ\nKing Fahd Road 1\n\u200fRiyadh\u200f",
)


SUGGESTED = {"country": "SA", "zone": "Asia/Riyadh", "language": "en_us", "email_language": "en_us"}
WANTED = {"location": "Riyadh HQ", "address": "King Fahd Road 1", "city": "Riyadh"}


def calling() -> Stop:
    """Return the stop at which the first location is described."""
    return next(place.stop for place in everywhere() if place.name == "calling")


@each_row("message", IN_ONE_MESSAGE)
def test_a_form_is_filled_in_one_message(message: str) -> None:
    meant = understand(calling(), message, SUGGESTED)
    assert meant.verb == "answer"
    assert meant.inputs == SUGGESTED | WANTED


# What has no place of its own, or several, changes nothing.
UNCERTAIN = (
    "Riyadh HQ\nKing Fahd Road 1",
    "Ann Larsen\nNorthwind Collab\nKing Fahd Road 1\n+966 11 123",
    "Name of the place: Riyadh HQ\nStreet address: King Fahd Road 1\nCity: Riyadh",
    "the second",
)
# What has one place that is likely is shown there, and not taken yet.
LIKELY = (
    "Riyadh HQ, King Fahd Road 1, Riyadh",
    "Riyadh HQ, King Fahd Road 1, Riyadh, 12345",
    "Riyadh HQ; King Fahd Road 1; Riyadh; Riyadh Province; 12345",
)
# Some of the values, where each has one place.
PARTS = (
    "Riyadh HQ; King Fahd Road 1; Riyadh; 12345",
    "SA; Riyadh HQ; Riyadh; King Fahd Road 1; Riyadh",
    "Riyadh HQ\nAsia/Riyadh\nKing Fahd Road 1\nRiyadh",
)


@each_row("message", UNCERTAIN)
def test_what_has_no_certain_place_fills_nothing(message: str) -> None:
    assert understand(calling(), message, SUGGESTED).verb == ""


@each_row("message", LIKELY)
def test_what_is_likely_is_shown_to_be_checked(message: str) -> None:
    meant = understand(calling(), message, SUGGESTED)
    assert meant.verb == FILL
    assert WANTED.items() <= dict(meant.inputs).items()


@each_row("message", PARTS)
def test_some_of_the_values_find_their_places(message: str) -> None:
    meant = understand(calling(), message, SUGGESTED)
    assert meant.verb == "answer"
    assert WANTED.items() <= dict(meant.inputs).items()


@pytest.mark.parametrize("word", ["yes", "نعم", "no", "pas moi", "oui"])
def test_a_yes_is_no_value_of_the_one_input_that_is_missing(word: str) -> None:
    shown = {**SUGGESTED, **WANTED, "address": ""}
    assert understand(calling(), word, shown).verb == ""


def test_a_label_is_known_with_its_article() -> None:
    typed = "اسم المقر: الرياض، العنوان: طريق الملك فهد، المدينة: الرياض"
    meant = understand(calling(), typed, SUGGESTED)
    assert (meant.inputs["location"], meant.inputs["address"], meant.inputs["city"]) == (
        "الرياض",
        "طريق الملك فهد",
        "الرياض",
    )


@pytest.mark.parametrize("word", ["ok", "👍", "next", "d'accord", "تمام"])
def test_a_word_that_agrees_takes_what_the_form_shows(word: str) -> None:
    meant = understand(calling(), word, SUGGESTED)
    assert (meant.verb, meant.inputs) == ("answer", SUGGESTED)
