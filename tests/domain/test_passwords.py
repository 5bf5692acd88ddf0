"""The password rule: what is wrong is said sentence by sentence, and what is right is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.passwords import NO_NAMES, RULES, complaints

SENTENCES = {rule.name: rule.sentence for rule in RULES}


@pytest.mark.parametrize(
    "password", ["Tr0ub4dor&3", "aA1!aA1!", "ÄäÖ1-xyz9", "Aa1!" * 64, "Correct horse 5!", "Ab٣!efgh"]
)
def test_a_good_password_is_taken(password: str) -> None:
    assert complaints(password, ["Ann Example", "ann@example.net"]) == []


@pytest.mark.parametrize(
    ("password", "broken"),
    [
        ("aA1!aA1", ["length"]),
        ("aA1!" * 64 + "x", ["length"]),
        ("TR0UB4DOR&3", ["lower"]),
        ("tr0ub4dor&3", ["upper"]),
        ("Troubador&!", ["digit"]),
        ("Tr0ub4dor33", ["special"]),
        ("Tr0ub4dor 3", ["special"]),
        ("password", ["upper", "digit", "special"]),
        ("", ["length", "lower", "upper", "digit", "special"]),
    ],
)
def test_each_broken_rule_is_named(password: str, broken: list[str]) -> None:
    assert complaints(password, []) == [SENTENCES[name] for name in broken]


@pytest.mark.parametrize("password", ["Ann.Example1!", "xEXAMPLEx1!", "a.exampleson1!A", "Mariam#2026x"])
def test_a_name_or_address_may_not_be_in_it(password: str) -> None:
    assert complaints(password, ["Ann Example", "mariam@example.net"]) == [NO_NAMES]


@pytest.mark.parametrize("password", ["Ch%annel-7Qx2wZ", "Planning#2026", "annA1!xx"])
def test_a_short_name_inside_of_another_word_may(password: str) -> None:
    assert complaints(password, ["Ann", "ann@northwind.example"]) == []


@pytest.mark.parametrize("password", ["Ann#2026xY", "x1-ANN-2026y", "7ann7Ab!x"])
def test_a_short_name_by_itself_may_not(password: str) -> None:
    assert complaints(password, ["", "ann@northwind.example"]) == [NO_NAMES]


def test_the_domain_of_an_address_and_very_short_names_may() -> None:
    assert complaints("Cisco-2026-x", ["bo@cisco.com", "", "  "]) == []


@given(st.text(max_size=300), st.lists(st.text(max_size=20), max_size=3))
def test_any_text_gets_an_answer(password: str, names: list[str]) -> None:
    assert set(complaints(password, names)) <= {*SENTENCES.values(), NO_NAMES}
