"""Asides: what people ask or say in the middle of something, such as what it costs, in any language."""

from functools import cache

from bot.language.answers import in_plain_form, without_please
from bot.language.folders import meanings
from bot.language.typed import QUESTION_MARKS, without_question_mark

# In a longer message such words are about something else.
MOST_WORDS = 14


def aside_in(words: str) -> str:
    """Return what is asked or said aside, such as cost or scam; "" for nothing of the kind."""
    said = in_plain_form("".join(" " if letter in QUESTION_MARKS else letter for letter in words))
    if "@" in words or len(said.split()) > MOST_WORDS:
        return ""
    found = [phrase for phrase in phrases() if f" {phrase} " in f" {said} "]
    return phrases()[max(found, key=len)] if found else ""


def is_only_aside(words: str) -> bool:
    """Return whether words are nothing but one of the phrases, so that they are no name either."""
    said = in_plain_form(without_question_mark(words))
    return said in phrases() or without_please(said) in phrases()


@cache
def phrases() -> dict[str, str]:
    """Return what the phrases mean, by the phrases as people in a hurry write them."""
    return {in_plain_form(phrase): meaning for phrase, meaning in meanings("asides").items()}
