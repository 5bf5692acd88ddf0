"""Answers: what somebody means who says yes, no or the like, in any language, to whatever was asked or offered."""

from collections.abc import Mapping
from functools import cache
from itertools import groupby

from bot.language.folders import meanings, words_in_all
from bot.language.typed import folded, said_plainly, without_question_mark, word_by_word

# No language has a letter three times running.
MOST_RUNNING = 2

# What several answers in one breath come to, as in *yes, that's right*: the first of these that is among them.
AGREED, REFUSED = ("yes", "next", "accept", "fine"), ("decline", "no")
COURTESIES = frozenset({"hello", "thanks"})


def answer_meant(words: str) -> str:
    """Return what words mean as an answer, such as yes or decline, said politely or by a picture; "" for nothing."""
    said = in_plain_form(words)
    if not said_plainly(words):
        # A picture of a thumb, or several; of what colour it is follows the thumb.
        return known("answers").get(folded(words)[:1], "")
    return known("answers").get(said) or known("answers").get(without_please(said)) or together(said)


def courtesy_meant(words: str) -> str:
    """Return whether words are a greeting, thanks or a plea to wait, said alone; "" for none of them."""
    return known("courtesy").get(said_plainly(words)) or known("courtesy").get(in_plain_form(words), "")


def asked_for(words: str) -> str:
    """Return what somebody asks for who says that they don't understand, or want to be called; "" for neither."""
    said, pleas = without_please(in_plain_form(without_question_mark(words))), known("asking")
    begun = (plea for plea in pleas if " " in plea and said.startswith(f"{plea} "))
    return pleas.get(said) or pleas.get(next(begun, ""), "")


def together(said: str) -> str:
    """Return what several answers come to that were said in one breath; "" where they do not agree with each other."""
    answers = set(parts_of(said.split())) - COURTESIES
    return next(
        (each for kind in (AGREED, REFUSED) if answers <= set(kind) for each in kind if each in answers),
        "",
    )


def parts_of(words: list[str]) -> list[str]:
    """Return the answers that words are made of, from the first to the last; none where anything else is among them."""
    parts: list[str] = []
    at = 0
    while at < len(words):
        tries = (words[at : at + length] for length in range(longest_piece(), 0, -1))
        piece = next((each for each in tries if " ".join(each) in pieces()), [])
        if not piece:
            return []
        parts.append(pieces()[" ".join(piece)])
        at += len(piece)
    return parts


def without_please(said: str) -> str:
    """Return words, brought into their plain form, without a please around them."""
    said = without_please_behind(said)
    before = next((each for each in politeness() if said.startswith(f"{each} ")), "")
    return said_plainly(said.removeprefix(before))


def without_please_behind(said: str) -> str:
    """Return words without a please at their end."""
    behind = next((each for each in politeness() if said.endswith(f" {each}")), "")
    return said_plainly(said.removesuffix(behind))


def in_plain_form(words: str) -> str:
    """Return words as those of people in a hurry are compared: without apostrophes and hyphens, *thx* spelt out."""
    bare = word_by_word(not_drawn_out(folded(words)).replace("-", " ")).replace("'", "")
    return " ".join(spellings().get(word, word) for word in bare.split())


def not_drawn_out(words: str) -> str:
    """Return words without drawn out letters, as in *yesss*; numbers stay as they are."""
    runs = ((letter, len(list(run))) for letter, run in groupby(words))
    return "".join(letter if count > MOST_RUNNING and letter.isalpha() else letter * count for letter, count in runs)


@cache
def spellings() -> Mapping[str, str]:
    """Return words as people abbreviate them, or write them in other letters, with what they stand for."""
    return {short: word_by_word(folded(word)).replace("'", "") for short, word in meanings("spellings").items()}


@cache
def pieces() -> Mapping[str, str]:
    """Return what may be said in one breath with an answer: other answers, greetings and thanks."""
    return {**known("courtesy"), **known("answers")}


@cache
def longest_piece() -> int:
    """Return of how many words the longest piece is made."""
    return max(len(piece.split()) for piece in pieces())


@cache
def known(section: str) -> Mapping[str, str]:
    """Return what the words of a section mean, by the words in their plain form; pictures are as they are."""
    return {in_plain_form(words) or words: meaning for words, meaning in meanings(section).items()}


@cache
def politeness() -> tuple[str, ...]:
    """Return what people say around a word, and mean nothing more by."""
    polite = [said_plainly(each) for each in words_in_all("choosing", "polite")]
    return (*polite, *map(in_plain_form, polite))
