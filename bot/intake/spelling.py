"""Spelling: letters that no language of Western or Central Europe writes beside each other.

Windows-1252 and Windows-1250 share most bytes: Jana Dvořáková is Jana Dvoøáková in the other, and Crème is Crčme. What
one reads as a vowel is mostly a consonant in the other, so what stands beside it tells.
"""

import re

VOWELS = "aeiouyáéíóúýàèìòùâêîôûäëïöüãõåæøœąęăěőůű"
# Vowels of Western Europe alone, and what may stand beside them all the same, as in già, où là-bas, São or août.
WESTERN = "èêàãåæòõøùûì"
TOGETHER = frozenset(
    "iè uè éè yè oè iê uê eê oê ià uà yà àï ãe ão ãi iã uã eã oã õe æa æe æi øe øi øy iø uø eø oà eà"  # noqa: SIM905 - a list to read
    " åe åi iò uò iù aù où eû oû aû uû uì".split()
)
PAIR = re.compile(rf"(?=([{VOWELS}][{WESTERN}]|[{WESTERN}][{VOWELS}]))")
# Spanish ñ and Portuguese õ have a vowel behind them; a pound stands before figures, and no word begins with ß.
ALONE = re.compile(rf"ñ(?![{VOWELS}])|õ(?!e)|£(?=[^\W\d_])|(?<=[^\W\d_])£|\bß")
# Consonants of Central Europe; only r, l and k stand on both sides of them.
CLUSTER = re.compile(rf"[^\W\d_{VOWELS}rl][čćřňďť](?=[^\W\d_{VOWELS}rlk])|[rl][čćřň](?=[mn])|\bŕ\b")


def is_misspelt(word: str) -> bool:
    """Return whether a word has letters side by side that are hardly ever so."""
    small = word.lower()
    is_apart = any(pair not in TOGETHER for pair in PAIR.findall(small))
    return is_apart or ALONE.search(small) is not None or CLUSTER.search(small) is not None
