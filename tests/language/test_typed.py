"""What people type is brought into one form: the same word is the same, however a keyboard or a hand writes it."""

import pytest

from bot.language.typed import folded, latin_digits, one_line, tidy


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("إعداد", "اعداد"),
        ("أوافق", "اوافق"),
        ("الآن", "الان"),
        ("ٱلطلب", "الطلب"),
        ("مساعدة", "مساعده"),
        ("طلباتي", "طلباتى"),
        ("طلباتي", "طلباتی"),
        ("الكويت", "الکویت"),
        ("إِعْدَادٌ", "إعداد"),
        ("متـــابعة", "متابعة"),
        ("مسؤول", "مسوول"),
        ("ﻻ", "لا"),
        ("می\u200cشود", "میشود"),
        ("\u200fرجوع\u200e", "رجوع"),
        ("الطلب ١٢٣", "الطلب 123"),
        ("الطلب ۴۵۶", "الطلب 456"),
        ("؟", "?"),
        ("Écoute", "ecoute"),
        ("STRASSE", "straße"),
        ("  Set   Up Now ", "set up now"),
    ],
)
def test_words_written_either_way_are_the_same(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("توفير", "التوفر"), ("طلب", "طلبات"), ("نعم", "لا"), ("back", "exit"), ("order", "orders"), ("عمان", "لبنان")],
)
def test_other_words_stay_others(one: str, other: str) -> None:
    assert folded(one) != folded(other)


@pytest.mark.parametrize("word", ["help", "start over", "i am a partner", "yes, i will set up", "next"])
def test_plain_english_stays_as_it_is(word: str) -> None:
    assert folded(word) == word


def test_folding_twice_changes_nothing_more() -> None:
    for word in ("إعادة البدء", "مؤسسة الشريك", "Çà et là", "ﷺ", "١٢٣، ٤"):
        assert folded(folded(word)) == folded(word)


@pytest.mark.parametrize("words", ["", "  Ann`s  ORDER ", "a\tb", "A-FLEX-3 | x@Y.example", "~" * 9_000])
def test_plain_words_are_folded_as_they_are_among_letters_of_any_kind(words: str) -> None:
    assert folded(f"\u200b{words}") == folded(words)


def test_words_are_folded_only_to_be_compared() -> None:
    """What is stored or shown stays as it was written."""
    assert tidy("شركة الأفق") == "شركة الأفق"
    assert one_line(" مؤسّسة\n الهدى ") == "مؤسّسة الهدى"


@pytest.mark.parametrize(
    ("typed", "read"),
    [("١٢٫٥", "12.5"), ("۱٬۲۳۴", "1,234"), ("أ؛ ب", "أ; ب"), ("أ، ب", "أ, ب"), ("٢٠٢٦-٠٣-٠٢", "2026-03-02")],
)
def test_digits_and_punctuation_have_ascii_equals(typed: str, read: str) -> None:
    assert latin_digits(typed) == read
