"""A claim code is found however it was written."""

import pytest

from bot.domain.claim_codes import code_in, digest, is_code_alone
from handlers import GRAMMAR

CODE = "KQ7RM-X4TBW"


@pytest.mark.parametrize(
    "written",
    [
        "claim {}",
        "claim: {}",
        "Claim : {}.",
        "claim code {}",
        "claim the code is {}",
        "prendre : {}",
        "claim “{}”",
        "claim \u200e{}\u200f!",
    ],
)
def test_a_code_is_found_behind_the_word(written: str) -> None:
    for code in (CODE, CODE.lower(), CODE.replace("-", " "), CODE.replace("-", "\u2013")):
        found = GRAMMAR.match(written.format(code))
        assert found is not None
        assert found.command.name == "claim"
        assert digest(code_in(found.arguments["code"])) == digest(CODE)


def test_a_code_may_stand_alone_and_no_word_is_one() -> None:
    for alone in (CODE, f"{CODE}.", CODE.lower(), CODE.replace("-", "")):
        assert is_code_alone(alone)
    for other in ("understand", "hello there", "90417263", "next", "A-FLEX-3", f"I have {CODE}"):
        assert not is_code_alone(other)
