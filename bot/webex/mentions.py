"""Removes the mention of the bot from the words of a message."""

import re
from html.parser import HTMLParser

from bot.domain.people import Person
from bot.webex.content import is_same_thing

MOST_TAGS = 200
LONGEST_HTML = 40_000


def without_mention(text: str, html: str, bot: Person, *, is_addressed: bool) -> str:
    """Return the words of a message without the mention of the bot.

    The HTML says which words are the mention. Without HTML, a text that must begin with the bot's name (`is_addressed`)
    loses those of its first words that are the name's first: in a mention Webex shows only the first name.
    """
    found = mentions_in(html, bot.id)
    if found:
        for shown, before in reversed(found):
            text = without_occurrence(text, shown, before)
        return tidy_blanks(text)
    return without_name(text, bot.name) if is_addressed else text


def mentions_in(html: str, person_id: str) -> list[tuple[str, int]]:
    """Return the words of each mention of a person, and how often the same words stand before it.

    HTML with more tags than a client makes of a message is not read: for tags that do not end, Python's parser takes
    time by the square of their number.
    """
    if html.count("<") > MOST_TAGS or len(html) > LONGEST_HTML:
        return []
    mentions = Mentions(person_id)
    mentions.feed(html)
    mentions.close()
    return mentions.found


def without_occurrence(text: str, words: str, skipped: int) -> str:
    """Return a text without one occurrence of words: the one after so many others (`skipped`), which stay."""
    parts = text.split(words)
    if len(parts) <= skipped + 1:
        return text
    return words.join(parts[: skipped + 1]) + words.join(["", *parts[skipped + 1 :]]).removeprefix(words)


def tidy_blanks(text: str) -> str:
    return re.sub(r"[ \t]{2,}", " ", text).strip()


def without_name(text: str, name: str) -> str:
    """Return a text without the words of a name at its beginning."""
    rest = text.strip()
    for word in name.split():
        first, _, after = rest.partition(" ")
        if first.strip(",:").casefold() != word.casefold():
            break
        rest = after.lstrip()
    return rest


class Mentions(HTMLParser):
    """Parses the HTML of a message for the mentions of one person: their words, and how often these stand before it."""

    def __init__(self, person_id: str) -> None:
        super().__init__()
        self.found: list[tuple[str, int]] = []
        self._person_id = person_id
        self._seen = ""
        self._start: int | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "spark-mention" and is_same_thing(given.get("data-object-id") or "", self._person_id):
            self._start = len(self._seen)

    def handle_endtag(self, tag: str) -> None:
        if tag == "spark-mention" and self._start is not None:
            shown, before = self._seen[self._start :], self._seen[: self._start]
            if shown:
                self.found.append((shown, before.count(shown)))
            self._start = None

    def handle_data(self, data: str) -> None:
        self._seen += data
