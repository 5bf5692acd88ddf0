"""Choosing in one's own words: whatever is said besides the answer is left out, as in *the second one, please*."""

import re
from functools import cache

from bot.language.answers import in_plain_form, pieces, without_please
from bot.language.folders import meanings, words_in_all
from bot.language.typed import AROUND, QUESTION_MARKS, folded, latin_digits, said_plainly, word_by_word

FEWEST_LETTERS = 3
PIECE = re.compile(r"\S+")
# With more words than these a message that has an address in it speaks of something else.
MOST_WORDS_BESIDES = 4
# What is said to be polite, to agree or to ask for something.
SAID_IN_TALK = ("answers", "courtesy", "asking", "asides")


@cache
def said_beside() -> frozenset[str]:
    """Return the words that people say besides an answer."""
    return frozenset(map(folded, words_in_all("choosing", "beside")))


@cache
def said_with_an_address() -> frozenset[str]:
    """Return the words that people say with an address that they give."""
    return frozenset(map(folded, words_in_all("choosing", "with_address")))


@cache
def negations() -> frozenset[str]:
    """Return the words by which something is said not to be meant."""
    return frozenset(map(folded, words_in_all("choosing", "not")))


@cache
def said_of_the_past() -> frozenset[str]:
    """Return the words by which something is said to have happened."""
    return frozenset(map(folded, words_in_all("choosing", "already")))


@cache
def changes() -> frozenset[str]:
    """Return the words by which something is said to be changed."""
    return frozenset(map(folded, words_in_all("choosing", "change")))


def wishes_to_change(words: str) -> bool:
    """Return whether somebody says that something is to be changed, as in *wait, I need to change the admin*."""
    said = frozenset(word_by_word(folded(words)).split())
    return not said.isdisjoint(changes()) and said.isdisjoint(negations())


@cache
def no_places() -> tuple[str, ...]:
    """Return words that sound like a place in a list and are none, such as *one second* and *the two*."""
    return tuple(map(folded, words_in_all("choosing", "no_place")))


@cache
def corrections() -> tuple[str, ...]:
    """Return how people begin to correct the answer that they gave before, the longest first."""
    said = (*words_in_all("choosing", "corrects"), *words_in_all("choosing", "rather"))
    return tuple(sorted(map(folded, said), key=len, reverse=True))


def correction_in(words: str, *, midway: bool = False) -> str:
    """Return what somebody says they meant instead, as in *no, I meant customer*, as they wrote it; "" for none.

    It corrects the answer before; `midway`, what stands before it, as in *partner, I mean customer*.
    """
    pieces = [(said, piece.end()) for piece in PIECE.finditer(words) if (said := said_plainly(folded(piece[0])))]
    said = " ".join(["", *(each for each, _end in pieces), ""])
    begun = [(said.find(f" {each} "), -len(each), each) for each in corrections() if f" {each} " in said]
    place, _length, correction = min(begun, default=(0, 0, ""))
    # As in *non, en fait …* and *sorry, I meant …*.
    is_begun = (said_around() | negations()).issuperset(said[:place].split())
    if not correction or is_begun == midway:
        return ""
    count = len(said[:place].split()) + len(correction.split())
    return words[pieces[count - 1][1] :].strip(f"{AROUND}\n") if count < len(pieces) else ""


def speaks_of_what_was_meant(words: str) -> bool:
    """Return whether words say that something else was meant before, and not only, as by *actually*, what now is."""
    said = f" {word_by_word(folded(words))} "
    return any(f" {folded(each)} " in said for each in words_in_all("choosing", "corrects"))


def is_question(words: str) -> bool:
    """Return whether words end as a question does."""
    return words.rstrip().endswith(QUESTION_MARKS)


def answer_in(words: str) -> str:
    """Return the part of folded words that is the answer; "" for a question, and where nothing is left."""
    if is_question(words):
        return ""
    said = (said_plainly(word) for word in without_please(words).split())
    return " ".join(without_article(word) for word in said if word and word not in said_beside())


def is_only_beside(words: str) -> bool:
    """Return whether folded words, such as *the*, are only ever said besides an answer and are none themselves."""
    return all(said_plainly(word) in said_beside() for word in words.split())


def address_said(words: str) -> str:
    """Return the address in words such as *my email is ann@northwind.example*; all of them where there are several."""
    parts = words.split()
    addresses = [part for part in parts if "@" in part]
    others = {said_plainly(part) for part in parts if part not in addresses} - {""}
    more = others - said_with_an_address()
    is_meant = len(more) <= MOST_WORDS_BESIDES and not is_question(words) and more.isdisjoint(negations())
    return addresses[0] if len(addresses) == 1 and is_meant else words


def speaks_of_others(words: str) -> bool:
    """Return whether folded words say what somebody else does or will do, as in *the customer will do it*."""
    said = f" {word_by_word(words)} "
    does = any(f" {folded(each)} " in said for each in words_in_all("choosing", "they_do"))
    return does and not any(f" {folded(each)} " in said for each in words_in_all("choosing", "i_do"))


@cache
def words_for_oneself() -> frozenset[str]:
    """Return the words by which people speak of themselves, such as *we*, each in its plain form."""
    return frozenset(map(in_plain_form, words_in_all("choosing", "i_do")))


def speaks_of_oneself(words: str) -> bool:
    """Return whether words begin as people do who speak of themselves, as in *I'm the customer*."""
    return not words_for_oneself().isdisjoint(in_plain_form(words).split()[:1])


@cache
def said_around() -> frozenset[str]:
    """Return the words that people say around what they are or choose, each in its plain form, greetings as well."""
    said = [word for key in ("beside", "i_do", "polite", "of_oneself") for word in words_in_all("choosing", key)]
    said += words_in_all("companies", "article")
    return frozenset(word for phrase in said for word in in_plain_form(phrase).split()) | {
        phrase for phrase in pieces() if " " not in phrase
    }


@cache
def words_of_talk() -> frozenset[str]:
    """Return the single words of whatever people say that is no value, each in its plain form."""
    phrases = {phrase for section in SAID_IN_TALK for phrase in meanings(section)}
    phrases |= {word for key in ("any", "not", "corrects", "rather") for word in words_in_all("choosing", key)}
    return said_around() | {word for phrase in phrases for word in in_plain_form(phrase).split()}


def is_only_talk(words: str) -> bool:
    """Return whether words, such as *whatever* and *I don't know*, are only ever said, and are hardly a value."""
    return words_of_talk().issuperset(in_plain_form(words).split())


def value_among(words: str) -> str:
    """Return the only word among those that are said around an answer, as in *contoso please*; "" for a question."""
    said = words.split()
    values = [word for word in said if not said_around().issuperset(in_plain_form(word).split())]
    is_asked = is_question(words) or not set(said[:1]).isdisjoint(words_in_all("choosing", "is"))
    return values[0] if len(values) == 1 < len(said) and not is_asked else ""


def without_article(word: str) -> str:
    """Return a word without an article that is written as one with it; a short word keeps it."""
    article = next((each for each in joined_articles() if word.startswith(each)), "")
    return word.removeprefix(article) if len(word) - len(article) >= FEWEST_LETTERS else word


@cache
def joined_articles() -> tuple[str, ...]:
    return tuple(map(folded, words_in_all("articles", "joined")))


def place_said(words: str) -> int:
    """Return the place in a list, counted from 1, that words name, as in *the second one* or *option 2*; 0 for none."""
    one_by_one = f" {word_by_word(words)} "
    if any(f" {each} " in one_by_one for each in no_places()):
        return 0
    said = said_plainly(words)
    answer = said if said in meanings("places") else answer_in(words)
    number = latin_digits(answer).removeprefix("#")
    if number.isascii() and number.isdecimal():
        return int(number[:4])
    return int(places().get(answer, "0"))


@cache
def places() -> dict[str, str]:
    """Return the places by the words for them, with and without an article that is written as one with its word."""
    named = meanings("places")
    return {without_article(word): place for word, place in named.items()} | named
