"""Plain words announced as a password: "my password is correct horse battery staple", "my password is sunshine".

Nothing in such words gives them away, so we recognize talk instead: words that join a sentence, and words that are said
about passwords. Several words with hardly any talk among them are a passphrase; a single word counts where a sentence
says that it is the password, as no word does that is said about one.
"""

import re

from babel import Locale

from bot.dispatch.credentials.vocabulary import any_of, words_under
from bot.language.folders import LANGUAGES, words_in_all
from bot.language.typed import folded


def names_of_days() -> frozenset[str]:
    """Return what days and months are called, in every language."""
    names = (each for code in LANGUAGES for each in (Locale.parse(code).days, Locale.parse(code).months))
    return frozenset(folded(name) for each in names for name in each["format"]["wide"].values())


TALK = words_under("talk") | names_of_days()
# Endings of single words that are said about a password, such as "expired".
ENDINGS = tuple(words_under("endings"))
# Words that are said behind the password.
POLITE = frozenset(map(folded, words_in_all("choosing", "polite")))
# What may be joined to the front of a word.
ARTICLES = ("", *(folded(word) for word in words_in_all("companies", "joined")))
# What is joined to the end of an adjective.
INFLECTIONS = ("", *words_under("inflections"))
IS = rf" (?:{any_of('is')})(?: (?:{any_of('now')}))?"
IS_IT = rf" (?:{any_of('copula')})(?: (?:{any_of('now')}))?"
# "password: …", "password of the site = …", "the password for Control Hub is …".
BELONGS = rf"(?: (?:{any_of('belongs')})(?: [^\s:=.,;?!]{{1,32}}){{1,3}}?| [^\s:=.,;?!]{{1,32}})?"
SPOKEN = re.compile(
    rf"(?<![^\W_])(?:{any_of('spoken')})\b{BELONGS}(?:{IS}(?: ?: ?| )| ?(?:[:=] ?| [–—-] ))(?=[\"'«“]?\w)"
)
ONE = re.compile(
    rf"(?<![^\W_])(?:{any_of('spoken')}|{any_of('own')}){BELONGS}(?:,?{IS_IT}(?: ?: ?| )|'s )"
    rf"(?P<word>[^\W\d_]{{4,32}})(?= ?(?:$|[.,;!)])| (?:{'|'.join(map(re.escape, POLITE))})(?!\w))"
)
# A word in Latin letters right behind a name in Arabic ones is no part of the sentence.
IN_OTHER_LETTERS = re.compile(rf"(?<![^\W_])(?:{any_of('spoken')})(?<![a-z]) (?P<word>[a-z]{{5,32}})(?=$|[.,;!)])")
# "the password liverpool"; of words that people use so often it takes no more.
COMMON = re.compile(
    rf"(?<![^\W_])(?:{any_of('spoken')}|{any_of('own')})(?:,?{IS_IT})?(?: ?: ?| )(?:{any_of('common')})"
    rf"(?= ?(?:$|[.,;!)])| (?:{'|'.join(map(re.escape, POLITE))})(?!\w))"
)
OWN_ONLY = words_under("own_only")
QUOTED = re.compile(rf"(?<![^\W_])(?:{any_of('spoken')}) (?P<marks>[\"“«])(?P<inside>[^\"“”«»]{{5,64}})[\"”»]")
# Where the clause about a secret ends.
END = re.compile(r"[.,;:!?()\n\u061f\u060c\u061b]|$")
REACH = 160
FEWEST, MOST = 3, 12
# Of four words one may be talk: "correct horse battery staple".
TALK_IN = 4
SHORT_NUMBER = 3


def is_spoken(line: str) -> bool:
    """Return whether a folded line announces plain words as a password."""
    if any(is_phrase(after(line, found.end())) for found in SPOKEN.finditer(line)):
        return True
    if any(is_phrase(found["inside"], fewest=1) for found in QUOTED.finditer(line)):
        return True
    if COMMON.search(line):
        return True
    if any(is_a_name(found["word"]) or found["word"] in OWN_ONLY for found in ONE.finditer(line)):
        return True
    return any(is_a_name(found["word"]) for found in IN_OTHER_LETTERS.finditer(line))


def after(line: str, start: int) -> str:
    """Return what is said from a place on, to the end of the clause."""
    said = line[start : start + REACH]
    end = END.search(said)
    return said[: end.start()] if end else said


def is_phrase(said: str, fewest: int = FEWEST) -> bool:
    """Return whether words stand together as those of a passphrase do, and not as those of a sentence."""
    words = said.strip("\"'«»“” ").split()
    if not all(map(is_plain, words)) or len(words) > MOST:
        return False
    talk, numbers = sum(map(is_talk, words)), sum(map(str.isdecimal, words))
    enough = fewest - 1 if numbers == 1 and words[-1].isdecimal() else fewest
    return len(words) - talk - numbers >= enough and talk * TALK_IN <= len(words)


def is_a_name(word: str) -> bool:
    """Return whether a single word is hardly said about a password, so that it may be the password."""
    return not (is_talk(word) or word.endswith(ENDINGS))


def is_plain(word: str) -> bool:
    return word.isalpha() or (word.isdecimal() and len(word) <= SHORT_NUMBER)


def is_talk(word: str) -> bool:
    """Return whether a word is one of those with which people speak about passwords."""
    forms = (word.removeprefix(article) for article in ARTICLES)
    return any(form.removesuffix(ending) in TALK for form in forms for ending in INFLECTIONS)
