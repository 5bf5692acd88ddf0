"""Announced secrets: "my password is …", "mot de passe : …" and the like, in every language there is.

Talk about passwords gives none away. An announced secret has digits or marks inside, stands in quotes, or is the only
word behind a colon.
"""

import re
from itertools import islice

from bot.dispatch.credentials.vocabulary import any_of
from bot.language.answers import without_please_behind

# Each repetition has a limit, so that a search takes time in proportion to the text (tests/dispatch/test_patterns.py).
NAMED = re.compile(rf"(?<![^\W_])(?:(?P<strong>{any_of('names')})|(?P<weak>{any_of('weak')}))(?:'?s)?(?!\w)")
IS, NOW, AS = any_of("is"), any_of("now"), any_of("as")
# "password: …", "password = …", "password -> …", with a blank before the colon in French.
COLON = re.compile(r"[\"')\]»”]? ?(?:[:=]{1,2}>?|> |[-=]>|→|[–—]| - )(?!/) ?")
VERB = re.compile(rf" (?:{IS}) ?:? ?(?:(?:{NOW}) )?(?=(\S{{1,64}}))")
# What may stand in a sentence between the name of a secret and its verb.
SENTENCE = re.compile(r"(?:[^\s.,;?!]{0,64} ){0,7}\S{0,64}")
# "password new: …": behind it only a word that looks like a secret counts.
WORD_AND_COLON = re.compile(r"(?: [^\s:=]{1,64}){1,3} ?[:=] ?")
# A secret before its name: "… is my password", "use … as the password".
BEFORE = re.compile(rf"(?<!\S)(\S{{6,64}}) (?:{IS}|{AS}) (?:\w{{1,16}} ){{0,2}}$")
QUOTED = re.compile(r"[\"'«“‘`]\S")
# French sets a blank inside its quotes.
BLANK_IN_QUOTES = re.compile(r"(?<=[«“]) ")
# Characters after the name of a secret in which the secret is looked for.
REACH = 400
WORDS_LOOKED_AT = 4
# Marks around a word that do not belong to it.
AROUND = "\"'«»“”‘’`()[]<>.,;:!?\u061f\u060c\u061b"
ADDRESS = re.compile(r"[^@\s]{1,256}@[^@\s]{1,256}\.[^@\s]{2,64}")
# Dates, times, phone numbers and versions: digits and their separators.
NUMBERS = re.compile(r"v?\d[\d.,:/+%-]{0,40}")
MARK_INSIDE = re.compile(r"[^\W_][!@#$%^&*_+=~|]\S|[!@#$%^&*+=~|][^\W_]")
NOT_AFTER_A_BLANK = 8
SHORTEST = 5
SHORTEST_PIN = 4
LONGEST_PASSWORD = 40


# Words about logging in, such as "log in with …" or "user: …"; next to them, a word like a password is one.
ENTERING = re.compile(rf"(?<![^\W_])(?:{any_of('entering')})(?!\w)")
# A code of digits alone, such as "otp 482913" or "PIN: 4821".
PIN = re.compile(rf"(?<![^\W_])(?:{any_of('pins')})(?:'?s)?(?: ?[:=] ?| (?:(?:{IS}) )?)(\d{{4,5}}|\d{{6,8}})(?![\w-])")
# PIN is also what India calls its postal codes, of six digits.
POSTAL = re.compile(r"(?<!\w)pin(?: code)?(?: ?[:=] ?| (?:\w{1,4} )?)\d{6}(?![\w-])")
# An account and what follows it: "ann@northwind.example.com / …", "admin: …".
ACCOUNT = re.compile(
    rf"(?:[^@\s]{{1,64}}@[^@\s/:,;|]{{1,255}}\.[a-z]{{2,24}}|(?<!\S)(?:{any_of('accounts')})(?=[ /:|]))"
    r"(?: ?[/:,;|] ?| (?:[a-z]{1,3} )?)(\S{6,64})"
)
STRONG_MARKS = frozenset("!@#$%^&*?")


def is_announced(line: str) -> bool:
    """Return whether a folded line gives a secret: the name of one, with something beside it that may be it."""
    line = BLANK_IN_QUOTES.sub("", line)
    return any(gives(line, name) for name in NAMED.finditer(line)) or stands_beside(line)


def stands_beside(line: str) -> bool:
    """Return whether what can only be a password or a code stands next to an account, or to words about logging in."""
    if any(not POSTAL.fullmatch(pin[0]) for pin in PIN.finditer(line)):
        return True
    if any(is_strong(account[1]) for account in ACCOUNT.finditer(line)):
        return True
    is_about_entering = ENTERING.search(line) or NAMED.search(line)
    return is_about_entering is not None and any(map(is_strong, line.split(" ")))


def is_strong(word: str) -> bool:
    """Return whether a word is made as passwords are: letters, digits, and a mark that other words do not have."""
    bare = word.strip(AROUND.replace("!", "").replace("?", "")).rstrip("?")
    is_long = SHORTEST < len(bare) <= LONGEST_PASSWORD and not is_known(bare) and "/" not in bare
    return is_long and has_both(bare) and any(mark in STRONG_MARKS for mark in bare[1:])


def gives(line: str, name: re.Match[str]) -> bool:
    """Return whether a secret stands beside its name."""
    rest, before = line[name.end() : name.end() + REACH], line[max(0, name.start() - REACH) : name.start()]
    colon = COLON.match(rest)
    if colon:
        return follows_colon(rest[colon.end() :], is_certain=bool(name["strong"]))
    sentence = SENTENCE.match(rest)
    if sentence and any(follows_verb(verb[1]) for verb in VERB.finditer(sentence[0])):
        return True
    told = WORD_AND_COLON.match(rest) if name["strong"] else None
    if told and (QUOTED.match(rest, told.end()) or is_secretive(first_word(rest[told.end() :]))):
        return True
    if name["strong"] and rest.startswith(" ") and follows_blank(first_word(rest[1:])):
        return True
    turned = BEFORE.search(before)
    return turned is not None and is_secretive(turned[1]) and not rest[:2].strip(AROUND)


def follows_colon(rest: str, *, is_certain: bool) -> bool:
    """Return whether a secret stands behind a colon: any single word, or among several one that looks like a secret."""
    words = list(islice((word for word in without_please_behind(rest).split(" ") if word), WORDS_LOOKED_AT))
    is_alone = len(words) == 1 and len(words[0]) >= SHORTEST_PIN and not words[0].endswith(("?", "؟"))
    if is_certain and (QUOTED.match(rest) or (is_alone and not is_known(words[0].strip(AROUND)))):
        return True
    return any(map(is_secretive, words))


def follows_verb(word: str) -> bool:
    """Return whether the word after "is" is a secret: one in quotes, of digits, or of digits and letters."""
    bare = word.strip(AROUND)
    is_pin = bare.isdecimal() and len(bare) >= SHORTEST_PIN
    return is_pin or is_secretive(word) or (QUOTED.match(word) is not None and len(bare) > SHORTEST)


def follows_blank(word: str) -> bool:
    """Return whether the word right after the name of a secret is the secret: long, with digits among its letters."""
    return len(word.strip(AROUND)) >= NOT_AFTER_A_BLANK - 1 and is_secretive(word) and has_both(word)


def first_word(rest: str) -> str:
    return rest.partition(" ")[0]


def is_secretive(word: str) -> bool:
    """Return whether a word has digits among its letters, or marks that words do not have."""
    bare = word.strip(AROUND)
    if len(bare) < SHORTEST or is_known(bare):
        return False
    return has_both(bare) or MARK_INSIDE.search(bare) is not None


def has_both(word: str) -> bool:
    return any(map(str.isdecimal, word)) and any(map(str.isalpha, word))


def is_known(bare: str) -> bool:
    """Return whether a word is a link, an address, or a date or number: none of them is a secret."""
    return "://" in bare or ADDRESS.fullmatch(bare) is not None or NUMBERS.fullmatch(bare) is not None
