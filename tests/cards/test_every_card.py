"""Every card, in every language, is one that Webex takes, and its text says the same."""

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.orders import Line
from bot.domain.outgoing import Message
from bot.language.folders import LANGUAGES, SOURCE_LANGUAGE
from bot.language.texts import ISOLATE, POP_ISOLATE, Texts, all_texts, texts
from cards.start import THIS_LANGUAGE
from tests.cards.gallery import about, everything, step_of, steps
from tests.cards.samples import ORDER, Place, everywhere_at_length
from tests.cards.webex import actions_of, card_of, check, lines_of, parts, shown_at_first
from tests.staging.actors import bare
from tests.tables import each_row

ENGLISH = texts(SOURCE_LANGUAGE)
RIGHT_TO_LEFT = [t for t in all_texts() if t.is_right_to_left]

LONG = "Wolfeschlegelsteinhausenbergerdorff 你好 🦜 ، " * 40
LONGEST = replace(
    ORDER,
    customer_name=LONG,
    partner_name=LONG,
    subscription=LONG,
    lines=tuple(Line(LONG) for _ in range(30)),
    holder=f"{'a' * 64}@{'b' * 180}.example",
    rep=LONG,
)


each_text = pytest.mark.parametrize("t", all_texts(), ids=LANGUAGES)
from_the_right = pytest.mark.parametrize("t", RIGHT_TO_LEFT, ids=lambda t: t.language)
each_card = each_row("name", lambda: everything(ENGLISH))


@pytest.mark.parametrize("language", LANGUAGES)
@each_card
def test_webex_takes_every_card(name: str, language: str) -> None:
    check(everything(texts(language))[name])


@pytest.mark.parametrize("language", LANGUAGES)
@each_row("name", lambda: about(ORDER, ENGLISH))
def test_webex_takes_every_card_with_the_longest_values(name: str, language: str) -> None:
    check(about(LONGEST, texts(language))[name])


@pytest.mark.parametrize("language", LANGUAGES)
@each_row("place", everywhere_at_length, ids=lambda place: place.name)
def test_webex_takes_every_step_with_the_longest_values(place: Place, language: str) -> None:
    check(step_of(place, texts(language)))


@each_text
@each_card
def test_the_text_says_what_the_card_says(name: str, t: Texts) -> None:
    message = everything(t)[name]
    for block in shown_at_first(message):
        assert block["text"] == "–" or bare(block["text"]) in bare(message.text)


@from_the_right
@each_card
def test_right_to_left_blocks_stand_on_the_right(name: str, t: Texts) -> None:
    message = everything(t)[name]
    beside = [part for row in rows_of(message) if not are_facts(row) for part in parts(row)]
    for block in parts(card_of(message)):
        if block.get("type") in {"TextBlock", "RichTextBlock"}:
            assert block in beside or block["horizontalAlignment"] == "right"


@each_text
@each_card
def test_tables_have_their_labels_where_reading_begins(name: str, t: Texts) -> None:
    sides = sides_of(name, t)
    assert all(row == ([False, True] if t.is_right_to_left else [True, False]) for row in sides)


@each_text
@each_card
def test_a_fact_in_one_line_has_its_label_set_off_and_runs_as_its_reader_reads(name: str, t: Texts) -> None:
    for label, value in facts_of(name, t):
        assert (label.get("isSubtle"), value.get("isSubtle")) == (True, None)
        assert label["text"].startswith("\u2067") is t.is_right_to_left


@each_text
def test_most_cards_have_facts_to_look_at(t: Texts) -> None:
    assert sum(bool(facts_of(name, t)) for name in everything(t)) > 50
    assert any(sides_of(name, t) for name in everything(t))


def facts_of(name: str, t: Texts) -> list[list[dict[str, Any]]]:
    """Return the label and the value of each fact that stands in one line."""
    lines = [part["inlines"] for part in parts(card_of(everything(t)[name])) if part.get("type") == "RichTextBlock"]
    return [line for line in lines if len(line) > 1]


def sides_of(name: str, t: Texts) -> list[list[bool]]:
    """Return of each row of a table, from left to right, whether it is the label."""
    rows = filter(are_facts, rows_of(everything(t)[name]))
    return [[any(part.get("isSubtle") for part in parts(column["items"][0])) for column in row] for row in rows]


def rows_of(message: Message) -> list[list[dict[str, Any]]]:
    return [part["columns"] for part in parts(card_of(message)) if part.get("type") == "ColumnSet"]


def are_facts(row: list[dict[str, Any]]) -> bool:
    """Return whether a row is one of a table, and not an input with what stands beside it."""
    return all(column["items"][0]["type"] in {"TextBlock", "RichTextBlock"} for column in row)


@each_text
@each_card
def test_buttons_keep_their_order_in_both_directions(name: str, t: Texts) -> None:
    english, other = (actions_of(everything(each)[name]) for each in (ENGLISH, t))
    assert [each.get("data") for each in english] == [each.get("data") for each in other]


@each_text
@each_card
def test_isolates_are_closed(name: str, t: Texts) -> None:
    for line in lines_of(everything(t)[name]):
        assert line.count(ISOLATE) + line.count("\u2067") == line.count(POP_ISOLATE)


@each_text
@each_card
def test_a_day_that_begins_a_line_has_a_capital_though_some_languages_write_days_small(name: str, t: Texts) -> None:
    weekdays = tuple(t.locale.days["format"]["wide"].values())
    for line in map(bare, lines_of(everything(t)[name])):
        assert not line.startswith(weekdays) or line[0] == line[0].upper()


@each_row("name", lambda: steps(ENGLISH))
def test_only_a_button_that_needs_the_inputs_waits_for_them(name: str) -> None:
    for action in actions_of(steps(ENGLISH)[name]):
        if action["title"] in {"Back", "Exit", "I don't recognize this organization", "Something is wrong"}:
            assert action["associatedInputs"] == "none"


def test_a_fact_without_a_value_shows_a_dash() -> None:
    order = replace(ORDER, partner_name="")
    assert "Partner: –" in lines_of(about(order, ENGLISH)["escalation"])


def test_a_used_card_has_nothing_to_press() -> None:
    retired = about(ORDER, ENGLISH)["retired"]
    assert not actions_of(retired)
    assert "✓ Answered" in retired.text
    assert "What is your role?" in retired.text
    assert "I am a partner" in retired.text


def test_a_resolved_escalation_has_nothing_to_press() -> None:
    resolved = about(ORDER, ENGLISH)["escalation resolved"]
    assert not actions_of(resolved)
    assert "Resolved" in resolved.text


@each_text
def test_every_language_is_offered_in_every_one(t: Texts) -> None:
    text = about(ORDER, t)["start"].text
    assert all(each(THIS_LANGUAGE) in text for each in all_texts())


@each_row(
    "name", lambda: [name for name in about(ORDER, ENGLISH) if name.startswith(("escalation", "nudge", "import"))]
)
def test_what_has_to_be_done_stands_before_the_facts(name: str) -> None:
    message = about(ORDER, ENGLISH)[name]
    kinds = [part["type"] for part in card_of(message)["body"]]
    if "ActionSet" in kinds:
        long = [n for n, part in enumerate(card_of(message)["body"]) if len(part.get("items", ())) > 4]
        assert all(kinds.index("ActionSet") < n for n in long)


def test_every_button_of_an_escalation_has_a_command() -> None:
    text = about(ORDER, ENGLISH)["escalation stopped"].text
    for verb in ("/release", "/snooze", "/return", "/resolve"):
        assert f"{verb} {ORDER.number}" in text


def test_more_orders_than_choices_are_said_to_be_there() -> None:
    many = about(ORDER, ENGLISH)["many orders"]
    assert "15 more are not shown." in many.text
