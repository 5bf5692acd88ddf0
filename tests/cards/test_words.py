"""What people write stays words: never a link, a mention or a character that plays tricks, and never too long."""

import json
import re
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.outgoing import LONGEST_TEXT, Message
from bot.errors import InvalidAnswer
from bot.language.texts import ISOLATE, POP_ISOLATE, texts
from cards import elements as e
from cards.kit import render
from cards.notice import notice
from cards.outcome import retired_card
from cards.step import Feedback
from cards.twin import cut_at_line
from cards.words import HAIR_SPACE, WORD_JOINER, bare, closed, fitted, inert, is_formatting, said, unformatted
from tests.cards.gallery import about, step_of
from tests.cards.samples import ORDER, Place, everywhere
from tests.cards.webex import blocks_of, check_size

T = texts("en")
HOSTILE = (
    "<@all>",
    "[x](http://y)",
    "](http://y)",
    "\u202egnp.exe",
    "\u2069\u2069\u2066",
    "{{DATE(2026-01-01T00:00:00Z,SHORT)}}",
    "{customer}",
    "^<",
    "\x00\x1b[31m",
    "\ud800",
    "a\r\nb\u2028c",
    "x" * 10_000,
)
MARKS = "ab ]([)<@>{}^\u202e\u2066\u2067\u2068\u2069\u200b\u2060\n\x00ا🦜"
TRICKS = st.text(alphabet=st.sampled_from(MARKS), max_size=300)
ANYTHING = st.sampled_from(HOSTILE) | TRICKS | st.text(max_size=300)
few = settings(max_examples=25)


def assert_inert(message: Message, allowed: str = WORD_JOINER) -> None:
    check_size(message)
    for block in blocks_of(message):
        words = block["text"]
        assert "](" not in words
        assert "<@" not in words
        assert "{{" not in words
        assert_visible(words, allowed)
    assert_visible(message.text, allowed + "\n")


def assert_visible(words: str, allowed: str) -> None:
    for letter in set(words):
        kind = unicodedata.category(letter)
        assert letter in allowed or letter in "\u200c\u200d" or kind not in {"Cc", "Cf", "Cs", "Zl", "Zp"}, repr(letter)


@given(words=ANYTHING)
@few
def test_names_on_an_order_are_inert(words: str) -> None:
    order = replace(ORDER, customer_name=words, partner_name=words, subscription=words, rep=words)
    for name, message in about(order, T).items():
        # The offer of the other language brings its own isolate, so that it reads right in this one.
        assert_inert(message, WORD_JOINER + (ISOLATE + POP_ISOLATE if name.startswith("start") else ""))


@given(words=ANYTHING)
@few
def test_names_on_an_order_stay_inside_a_right_to_left_card(words: str) -> None:
    order = replace(ORDER, customer_name=words, partner_name=words, subscription=words, rep=words)
    for message in about(order, texts("ar")).values():
        assert_inert(message, WORD_JOINER + ISOLATE + POP_ISOLATE + "\u2067")


@given(words=ANYTHING)
@few
def test_what_was_typed_into_a_step_is_inert(words: str) -> None:
    place = with_customer_named(words)
    complaint = InvalidAnswer("“{name}” is not available.", name=words).about("company")
    assert_inert(step_of(place, T, Feedback(entered={"company": words, "country": words}, complaint=complaint)))


def with_customer_named(words: str) -> Place:
    place = next(place for place in everywhere() if place.name == "new_customer_org")
    situation = replace(place.stop.situation, order=replace(ORDER, customer_name=words))
    return replace(place, stop=replace(place.stop, situation=situation))


@given(words=ANYTHING)
@few
def test_the_summary_of_a_used_card_is_inert(words: str) -> None:
    assert_inert(retired_card("What is your role?", words, T))


@given(words=ANYTHING)
@few
def test_a_notice_is_inert_and_fits(words: str) -> None:
    message = notice(T, "{person} has claimed it.", person=words)
    assert message.card is None
    assert len(message.text.encode()) <= LONGEST_TEXT
    assert_visible(message.text, "")


@given(words=st.text(max_size=200) | TRICKS, longest=st.integers(1, 50))
def test_words_fit_and_are_closed(words: str, longest: int) -> None:
    shown = fitted(words, longest)
    assert len(shown.replace(ISOLATE, "").replace(POP_ISOLATE, "")) <= longest
    assert shown.count(ISOLATE) == shown.count(POP_ISOLATE)
    assert closed(shown) == shown
    assert "\n" not in shown


@given(words=ANYTHING)
def test_words_said_in_a_sentence_bring_no_isolates(words: str) -> None:
    assert ISOLATE not in said(words)
    assert POP_ISOLATE not in said(words)


def test_inert_words_read_the_same() -> None:
    assert inert("[x](http://y)").replace(WORD_JOINER, "") == "[x](http://y)"
    assert inert("plain (words) [here]") == "plain (words) [here]"


# How people write names that a client could format: what is plain is given as well.
NAMES = (
    "_Contoso_ Dental *North* **Branch**", "3. Dimension", "12) Angry Men", "- Dash Ltd", "+ Plus AG", "# Hash",
    "> Greater", "~~Old~~ Name", "`Code` House", r"Back\_slash", "* Star", "_", "1001. Nacht GmbH",
    "شركة _النور_ *المحدودة*",
)  # fmt: skip
PLAIN = (
    "snake_case Ltd",
    "Contoso 3.0 - North",
    "O'Brien & Sons",
    "4Ever+ GmbH",
    "-40 °C Logistik",
    "№1",
    "شركة النور",
)


@pytest.mark.parametrize("code", ["en", "ar"])
def test_names_are_shown_as_they_are_written(code: str) -> None:
    t = texts(code)
    for name in NAMES + PLAIN:
        message = render([e.Paragraph(name), e.Facts((("Customer", name),))], t)
        blocks = [part for part in blocks_of(message) if name in bare(part["text"])]
        assert len(blocks) == 2
        assert all(part["type"] == "TextRun" or not is_formatting(part["text"]) for part in blocks), name
        assert name in NAMES or blocks[0]["type"] == "TextBlock", name


def test_choices_begin_no_formatting() -> None:
    for name in NAMES:
        shown = unformatted(name)
        assert not re.search(r"\*(?=\S)|~~|\\(?=[^\w\s\u2060])|(?<![\w\u2060])_|^([-+#>]|\d+[.)])\s", shown), shown
        assert shown.replace(WORD_JOINER, "").replace(HAIR_SPACE, "") == name


def test_a_long_text_is_cut_at_the_end_of_a_line() -> None:
    lines = [f"line {n} سطر" for n in range(2_000)]
    cut = cut_at_line("\n".join(lines))
    assert len(cut.encode()) <= LONGEST_TEXT
    assert cut.endswith("\n…")
    assert cut.splitlines()[-2] in lines


def test_a_million_letters_are_dealt_with_at_once() -> None:
    message = about(replace(ORDER, customer_name="x" * 1_000_000), T)["start"]
    assert len(json.dumps(message.card)) < 5_000
    assert "xxx…" in message.text


@pytest.mark.parametrize("words", ["^", "<", "^<"])
def test_words_that_are_cursor_codes_to_the_library_are_only_words(words: str) -> None:
    message = about(replace(ORDER, customer_name=words), T)["start"]
    assert words in [block["text"] for block in blocks_of(message)]
