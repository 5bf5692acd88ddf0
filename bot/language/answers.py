"""Answers: what somebody means who says yes, no or the like, in any language, to whatever was asked or offered."""

from functools import cache

from bot.language.folders import meanings, words_in_all
from bot.language.typed import folded, said_plainly


def answer_meant(words: str) -> str:
    """Return what words mean as an answer, such as yes or decline, said politely or by a picture; "" for nothing."""
    known, said = meanings("answers"), said_plainly(words)
    if not said:
        # A picture of a thumb, or several; of what colour it is follows the thumb.
        return known.get(folded(words)[:1], "")
    return known.get(said) or known.get(without_please(said), "")


def without_please(said: str) -> str:
    """Return words, brought into their plain form, without a please behind them."""
    please = next((each for each in politeness() if said.endswith(each)), "")
    return said_plainly(said.removesuffix(please))


@cache
def politeness() -> tuple[str, ...]:
    """Return what people say behind a word, and mean nothing more by."""
    return tuple(f" {said_plainly(each)}" for each in words_in_all("choosing", "polite"))
