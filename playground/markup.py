"""Markup: the markdown of Webex as HTML and as plain text, with its mentions."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from playground.model import Person

FindPerson = Callable[[str], Person | None]

_MENTION = re.compile(r"<@(?:(?P<all>all)|(?:personEmail|personId):(?P<who>[^|>\s]+)(?:\|(?P<shown>[^>]*))?)>")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!~<>|&])")
_CODE = re.compile(r"(`+)(.+?)\1", re.DOTALL)
_LINK = re.compile(r"\[([^\]]+)\]\(((?:https?|mailto|webexteams):[^\s)]+)\)")
_ENTITY = re.compile(r"&amp;(#?\w{1,32};)")
_STYLES = (
    (re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*", re.DOTALL), r"<strong>\1</strong>"),
    (re.compile(r"(?<!\w)__(?=\S)(.+?)(?<=\S)__(?!\w)", re.DOTALL), r"<strong>\1</strong>"),
    (re.compile(r"\*(?=\S)(.+?)(?<=\S)\*", re.DOTALL), r"<em>\1</em>"),
    (re.compile(r"(?<!\w)_(?=\S)(.+?)(?<=\S)_(?!\w)", re.DOTALL), r"<em>\1</em>"),
)
_HELD = re.compile("\x00(\\d+)\x00")
_ITEM = re.compile(r"\s*(?:(?P<dot>[*+-])|\d+[.)])\s+(?P<words>.*)")
_HEADING = re.compile(r"(#{1,6})\s+(.*)")


@dataclass(frozen=True)
class Written:
    """A text in its three forms, and whom it calls."""

    text: str | None
    markdown: str | None = None
    html: str | None = None
    people: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()


def written(text: str | None, markdown: str | None, find_person: FindPerson) -> Written:
    """Return what a message sent over the API says."""
    if not markdown:
        return Written(text or None)
    inline = _Inline(find_person)
    formatted = "".join(_blocks(markdown.replace("\x00", ""), inline))
    people = tuple(dict.fromkeys(inline.people))
    groups = tuple(dict.fromkeys(inline.groups))
    return Written(text or plain(formatted), markdown, formatted, people, groups)


def spoken(text: str, mentions: Iterable[Person]) -> Written:
    """Return what a person types after picking some names from the list of mentions."""
    called = tuple(mentions)
    if not called:
        return Written(text)
    # Webex shows only the first word of a bot's name in a mention.
    names = [each.name.split()[0] if each.is_bot else each.name for each in called]
    tags = [_mention(each.id, name) for each, name in zip(called, names, strict=True)]
    lines = html.escape(text, quote=False).replace("\n", "<br/>")
    return Written(
        text=" ".join([*names, text]),
        html=f"<p>{' '.join([*tags, lines])}</p>",
        people=tuple(each.id for each in called),
    )


def plain(formatted: str) -> str:
    """Return HTML without its tags."""
    lines = re.sub(r"<br/>\n?|</(?:p|li|h\d|blockquote|pre)>", "\n", formatted)
    return html.unescape(re.sub(r"<[^>]+>", "", lines)).strip()


def _mention(person_id: str, shown: str) -> str:
    name = html.escape(shown, quote=False)
    return f'<spark-mention data-object-type="person" data-object-id="{person_id}">{name}</spark-mention>'


class _Inline:
    """Formats the inside of a block, and remembers who was mentioned."""

    def __init__(self, find_person: FindPerson) -> None:
        self._find_person = find_person
        self._held: list[str] = []
        self.people: list[str] = []
        self.groups: list[str] = []

    def __call__(self, words: str) -> str:
        words = _CODE.sub(lambda found: self._hold(f"<code>{_safe(found[2])}</code>"), words)
        words = _ESCAPED.sub(lambda found: self._hold(_safe(found[1])), words)
        words = _MENTION.sub(lambda found: self._hold(self._mentioned(found)), words)
        words = _LINK.sub(self._linked, words)
        words = _ENTITY.sub(r"&\1", _safe(words))
        for pattern, replacement in _STYLES:
            words = pattern.sub(replacement, words)
        words = re.sub(r" {2,}\n", "<br/>\n", words)
        while _HELD.search(words):
            words = _HELD.sub(lambda found: self._held[int(found[1])], words)
        return words

    def _hold(self, finished: str) -> str:
        self._held.append(finished)
        return f"\x00{len(self._held) - 1}\x00"

    def _linked(self, found: re.Match[str]) -> str:
        opening = f'<a href="{html.escape(found[2])}" rel="nofollow">'
        return f"{self._hold(opening)}{found[1]}{self._hold('</a>')}"

    def _mentioned(self, found: re.Match[str]) -> str:
        if found["all"]:
            self.groups.append("all")
            return '<spark-mention data-object-type="groupMention">All</spark-mention>'
        person = self._find_person(found["who"])
        if person is None:
            return _safe(found["shown"] or found["who"])
        self.people.append(person.id)
        return _mention(person.id, found["shown"] or person.name)


def _safe(words: str) -> str:
    return html.escape(words, quote=False)


def _blocks(markdown: str, inline: _Inline) -> Iterable[str]:
    """Yield the blocks of a text, one after another."""
    for fenced, block in _split(markdown):
        if fenced:
            yield f"<pre><code>{_safe(block)}</code></pre>"
        else:
            yield _block(block, inline)


def _split(markdown: str) -> Iterable[tuple[bool, str]]:
    for index, piece in enumerate(re.split(r"^```.*\n?", markdown, flags=re.MULTILINE)):
        if index % 2:
            yield True, piece
        else:
            for block in re.split(r"\n\s*\n", piece):
                if block.strip():
                    yield False, block.strip("\n")


def _block(block: str, inline: _Inline) -> str:
    lines = block.split("\n")
    heading = _HEADING.fullmatch(block)
    if heading:
        level = len(heading[1])
        return f"<h{level}>{inline(heading[2])}</h{level}>"
    if all(line.startswith(">") for line in lines):
        inside = "\n".join(line[1:].lstrip() for line in lines)
        return f"<blockquote>{inline(inside)}</blockquote>"
    first = next((i for i, line in enumerate(lines) if _ITEM.match(line)), len(lines))
    paragraph, items = "\n".join(lines[:first]), lines[first:]
    said = f"<p>{inline(paragraph)}</p>" if paragraph else ""
    return said + (_list(items, inline) if items else "")


def _list(lines: list[str], inline: _Inline) -> str:
    items: list[str] = []
    for line in lines:
        match = _ITEM.match(line)
        if match:
            items.append(match["words"])
        else:
            items[-1] += "\n" + line.strip()
    first = _ITEM.match(lines[0])
    tag = "ul" if first and first["dot"] else "ol"
    inside = "".join(f"<li>{inline(item)}</li>" for item in items)
    return f"<{tag}>{inside}</{tag}>"
