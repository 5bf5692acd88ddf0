"""Names of companies: the part of a name that tells one company from another, however it is written."""

import re
from functools import cache, lru_cache
from itertools import product

from anyascii import anyascii
from cleanco.termdata import terms_by_country, terms_by_type
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from bot.language.folders import meanings, words_in_all
from bot.language.typed import folded, scripts_of

# The number of characters that help.webex.com nsxeafh compares.
PREFIX_LENGTH = 5
# How alike names have to be for a slip of typing; see docs/matching.md for what these thresholds find.
NEAR, NEAR_IN_SOUND = 0.8, 0.75
FEWEST_LETTERS, FEWEST_SOUNDS = 4, 3
LONGEST_FORM = 4
EQUAL = 100
UMLAUT = re.compile(r"([aou])e")

LEADING_WORDS = frozenset(map(folded, words_in_all("companies", "leading")))
KINDS = frozenset(map(folded, words_in_all("companies", "kinds")))
# Articles that stand before a name, and those that are written as one word with it, the longest first.
ARTICLES = frozenset(map(folded, words_in_all("companies", "article")))
# Words between the others, such as in University of Cairo.
LINKING = frozenset(map(folded, words_in_all("companies", "linking")))
JOINED_ARTICLES = tuple(sorted(map(folded, words_in_all("companies", "joined")), key=len, reverse=True))
# Sounds that are spelled in several ways when a name goes from one script to another; vowels are often not written.
SPELLED = {
    "ph": "f",
    "ck": "k",
    "kh|gh": "k",
    "tch|sh|ch": "s",
    "th|dh": "t",
    "c(?=[eiy])": "s",
    "c|q": "k",
    "x": "ks",
    "p": "b",
    "v": "f",
    "j": "g",
    "z": "s",
    "d": "t",
    "[^a-z]|[aeiouwyh]": "",
    r"(.)\1+": r"\1",
}
SOUNDS = tuple((re.compile(spelled), sound) for spelled, sound in SPELLED.items())


@lru_cache(maxsize=4096)
def telling_words(name: str) -> tuple[str, ...]:
    """Return the words of a name that say which company it is.

    Left out are a leading article, "company" and "group" in languages that begin with them (every such company would
    be like every other), and the legal form. A name of such words alone keeps them.
    """
    words = bare_words(name)
    while len(words) > 1 and words[0] in LEADING_WORDS:
        words = words[1:]
    form = form_at_end(words)
    while form:
        words = words[:-form]
        form = form_at_end(words)
    return tuple(words)


def bare_words(name: str) -> list[str]:
    """Return the folded words of a name, without points: S.A. is one word."""
    joined = folded(name).replace(".", "")
    return "".join(letter if letter.isalnum() else " " for letter in joined).split()


def form_at_end(words: list[str]) -> int:
    """Return how many words at the end are the legal form; something else has to stand before them."""
    lengths = range(min(LONGEST_FORM, len(words) - 1), 0, -1)
    return next((length for length in lengths if tuple(words[-length:]) in legal_forms()), 0)


@cache
def legal_forms() -> frozenset[tuple[str, ...]]:
    """Return the legal forms of many countries, and those in our languages that the library lacks, as bare words."""
    known = (term for terms in (*terms_by_type.values(), *terms_by_country.values()) for term in terms)
    return frozenset(tuple(bare_words(form)) for form in (*known, *words_in_all("companies", "legal_forms")))


def match_key(name: str) -> str:
    """Return what names are compared by first: the telling words, without articles."""
    words = without_articles(telling_words(name))
    return " ".join(words)


def without_articles(words: tuple[str, ...]) -> list[str]:
    """Return words without the articles before them, and those that are written as one word with them."""
    bare = [without_article(word) for word in words if word not in ARTICLES and word not in LINKING]
    return bare or list(words)


def without_article(word: str) -> str:
    """Return a word without an article that is written together with it; a short word keeps it."""
    article = next((each for each in JOINED_ARTICLES if word.startswith(each) and len(word) > len(each) + 2), "")
    return word.removeprefix(article)


def are_alike(one: str, other: str) -> bool:
    """Return whether two names may be of one company."""
    written = product(spellings(one), spellings(other))
    return any(begin_alike(*names) or are_near(*names) for names in written) or sound_alike(one, other)


# A card asks about the same company many times, and a partner may manage hundreds of customers.
@lru_cache(maxsize=64)
def alike_among(company: str, names: tuple[str, ...]) -> frozenset[str]:
    """Return those of many names that may be of one company."""
    return frozenset(name for name in names if are_alike(name, company))


def begin_alike(one: str, other: str) -> bool:
    """Return whether names agree in their first five characters; a shorter name has to agree as a whole word."""
    if min(len(one), len(other)) >= PREFIX_LENGTH:
        return one[:PREFIX_LENGTH] == other[:PREFIX_LENGTH]
    return bool(one) and bool(other) and one.split()[0] == other.split()[0]


def are_near(one: str, other: str) -> bool:
    """Return whether one spelling is the other but for its blanks, the order of its words, or a slip of typing.

    Words that many companies have, such as bank, are no reason to find the rest alike.
    """
    if one.replace(" ", "") == other.replace(" ", "") or fuzz.token_sort_ratio(one, other) == EQUAL:
        return True
    ours, theirs = own_words(one), own_words(other)
    if min(len(ours), len(theirs)) < FEWEST_LETTERS:
        return False
    return OSA.normalized_similarity(ours, theirs) >= NEAR


def own_words(spelling: str) -> str:
    """Return the words that a company shares with few others, joined; all of them where it has no such words."""
    words = spelling.split()
    return "".join(word for word in words if word not in meanings("trades")) or "".join(words)


@lru_cache(maxsize=4096)
def spellings(name: str) -> frozenset[str]:
    """Return a name in the ways in which it may be written.

    These are with its articles, without them, and without one joined to its first word; without a word for a company in
    front, or its own initials beside it; and with the vowels that stand for umlauts.
    """
    key = match_key(name)
    article = next((each for each in ARTICLES if key.startswith(each) and len(key) > len(each) + FEWEST_LETTERS), "")
    kind, _blank, rest = key.partition(" ")
    without_kind = rest if kind in KINDS and rest else key
    written = {" ".join(telling_words(name)), key, key.removeprefix(article), without_kind, without_initials(name)}
    return frozenset({*written, *(UMLAUT.sub(r"\1", each) for each in written)})


def without_initials(name: str) -> str:
    """Return a name without a word that its other words begin with, as in *STB Société Tunisienne de Banque*."""
    words = bare_words(name)
    double = next((word for word in words if len(word) > 1 and word == initials_of(words, word)), "")
    return match_key(" ".join(word for word in words if word != double))


def initials_of(words: list[str], but: str) -> str:
    """Return what words begin with, but for one of them and those that only link."""
    return "".join(word[0] for word in words if word != but and word not in LINKING)


def sound_alike(one: str, other: str) -> bool:
    """Return whether names in two scripts sound alike, or say the same in the common words that are all they have."""
    if not scripts_of(one) or not scripts_of(other) or scripts_of(one) & scripts_of(other):
        return False
    ours, theirs = trades_of(one), trades_of(other)
    if ours and theirs and not own_sounds(match_key(one)) and not own_sounds(match_key(other)):
        return bool(ours & theirs)
    return any(sounds_are_near(*sounds) for sounds in product(sounds_of(one), sounds_of(other)))


def sounds_are_near(ours: str, theirs: str) -> bool:
    """Return whether consonants are the same, or nearly: there are few of them, so some slips are too many."""
    shorter = min(len(ours), len(theirs))
    if shorter < FEWEST_SOUNDS:
        return ours == theirs != ""
    return ours[:shorter] == theirs[:shorter] or OSA.normalized_similarity(ours, theirs) >= NEAR_IN_SOUND


@lru_cache(maxsize=4096)
def sounds_of(name: str) -> frozenset[str]:
    """Return the consonants of a name in each of its spellings: of the words that are its own, and of all."""
    return frozenset(sounds for each in spellings(name) for sounds in (own_sounds(each), in_sounds(each))) - {""}


def own_sounds(spelling: str) -> str:
    return in_sounds("".join(word for word in spelling.split() if word not in meanings("trades")))


def trades_of(name: str) -> frozenset[str]:
    """Return what the common words of a name mean, such as bank or telecom."""
    return frozenset(meanings("trades")[word] for word in match_key(name).split() if word in meanings("trades"))


def in_sounds(words: str) -> str:
    """Return the consonants of words in any script, each as the sounds that are taken for it."""
    sounds = anyascii(words.replace(" ", "")).lower()
    for pattern, sound in SOUNDS:
        sounds = pattern.sub(sound, sounds)
    return sounds
