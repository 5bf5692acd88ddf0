"""The kit refuses what Webex would refuse, before it is sent."""

import pytest

from bot.domain.actions import FIELD
from bot.language.folders import LANGUAGES
from bot.language.texts import texts
from cards import elements as e
from cards.kit import render
from tests.cards.webex import actions_of, card_of, check, parts
from tests.staging.actors import bare

T = texts("en")
HEADING = e.Heading("Title")


def buttons(n: int, title: str = "Go") -> list[e.Submit]:
    return [e.Submit(f"{title} {each}", {FIELD: str(each)}) for each in range(n)]


def choice(*values: str) -> e.ChoiceInput:
    picks = tuple(e.Pick(n, value, value) for n, value in enumerate(values, start=1))
    return e.ChoiceInput("which", "Which", picks)


@pytest.mark.parametrize(
    "elements",
    [
        buttons(6),
        [e.TextInput(FIELD, "Label")],
        [e.TextInput("same", "Label"), e.ToggleInput("same", "Label", "Yes", "Agree.")],
        [choice("a,b")],
        [choice(*(str(n) for n in range(31)))],
    ],
    ids=["six buttons", "our own field", "one id twice", "a comma in a choice", "too many choices"],
)
def test_what_webex_cannot_take_is_refused(elements: list[e.Element]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        render([HEADING, *elements], T)


def test_buttons_stand_at_the_foot_in_their_order() -> None:
    message = render([HEADING, *buttons(5)], T)
    assert [each["title"] for each in actions_of(message)] == ["Go 0", "Go 1", "Go 2", "Go 3", "Go 4"]
    assert [each["title"] for each in card_of(message)["actions"]] == ["Go 2", "Go 3", "Go 4"]


def test_buttons_too_wide_for_one_row_stand_in_several() -> None:
    message = render([HEADING, *buttons(5, "A rather long title")], T)
    check(message)
    assert len(card_of(message)["actions"]) == 1
    assert [each["title"][-1] for each in actions_of(message)] == ["0", "1", "2", "3", "4"]


@pytest.mark.parametrize(
    ("titles", "rows"),
    [
        (("Next", "Exit"), [["Next", "Exit", "What is this?"]]),
        (("Next", "Back", "Exit"), [["Next"], ["Back", "Exit", "What is this?"]]),
        (("Hand over for good", "Back", "Exit"), [["Hand over for good"], ["Back", "Exit", "What is this?"]]),
        (("Next", "Something is wrong", "Back"), [["Next", "Something is wrong"], ["Back", "What is this?"]]),
    ],
)
def test_what_explains_a_card_never_stands_in_a_row_alone(titles: tuple[str, ...], rows: list[list[str]]) -> None:
    acts = [e.Submit(title, {"setupNow": "1"}, main=n == 0) for n, title in enumerate(titles)]
    card = card_of(render([HEADING, *acts, e.Unfold("What is this?", (e.Paragraph("This."),))], T))
    drawn = [
        part["actions"]
        for part in parts(card)
        if part.get("type") in {"ActionSet", "AdaptiveCard"}
        if part.get("actions")
    ]
    assert sorted([each["title"] for each in row] for row in drawn) == sorted(rows)


def test_a_card_that_cannot_be_made_to_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="too large"):
        render([e.Paragraph("x" * 150)] * 300, T)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_fact_is_one_line_so_that_a_phone_takes_a_long_address_whole_to_the_next(language: str) -> None:
    t, address = texts(language), "accueil@clinique-du-lac.example"
    card = card_of(render([HEADING, e.Facts((("Customer", "Clinique du Lac"), ("Contact", address)))], t))
    lines = [part["inlines"] for part in parts(card) if part.get("type") == "RichTextBlock"]
    said = [bare("".join(run["text"] for run in line)) for line in lines]
    assert said == [t.labelled("Customer", "Clinique du Lac"), t.labelled("Contact", address)]


def test_long_words_are_cut_only_as_far_as_they_must_be() -> None:
    value = "Fabrikam " * 30
    few = render([HEADING, e.Facts((("Customer", value),))], T)
    many = render([HEADING, e.Facts((("Customer", value * 3),) * 25)], T)
    assert value.strip() in few.text
    assert "…" in many.text
    check(many)


def test_how_to_answer_is_said_in_the_text_alone() -> None:
    message = render([HEADING, e.TextOnly("Reply with a word.")], T)
    assert "Reply with a word." in message.text
    assert "Reply with a word." not in str(card_of(message))
