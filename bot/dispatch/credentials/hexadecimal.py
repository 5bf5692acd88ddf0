"""Keys of hexadecimal digits: they look like ids, hashes and checksums, so what they are called decides."""

import re

from bot.dispatch.credentials.vocabulary import any_of

CALLED = rf"(?<![^\W_])(?:{any_of('keys')})(?!\w)"
# Names of what anybody may know, such as a public key.
PUBLIC = rf"(?<![^\W_])(?:{any_of('public')})\b"
# "the key is …", "key for the webhook: …", "clé de chiffrement …".
KEY = re.compile(
    rf"{CALLED}(?P<between>(?:[ :=_-]{{1,3}}[^\s:=]{{1,32}}){{0,4}})[ :=\"'`]{{1,4}}[0-9a-f]{{32,128}}(?![\w-])"
)
EXCUSED = re.compile(PUBLIC)
# How far before the word for a key the word "public" may stand.
BEFORE = 24


def holds_a_key(line: str) -> bool:
    """Return whether a folded line without links has hexadecimal digits that it calls a key."""
    return any(not is_excused(line, found) for found in KEY.finditer(line))


def is_excused(line: str, found: re.Match[str]) -> bool:
    around = line[max(0, found.start() - BEFORE) : found.start()] + " " + found["between"]
    return EXCUSED.search(around) is not None
