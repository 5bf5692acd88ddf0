"""Bring the catalogues up to date with the sentences in the source: `make texts`.

What is translated stays. A sentence that is gone goes; one that was changed keeps its old translation, marked
fuzzy, so that somebody looks at it; a new one waits, empty. The bot uses neither, and tests/test_locales.py names
both. The bot and the page of the playground have catalogues of their own: the page is no part of what is installed.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO

import click
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from bot.language.folders import LOCALES, OTHERS
from playground.page.words import CATALOGUES

ROOT = Path(__file__).resolve().parent.parent
KEYWORDS: Mapping[str, tuple[int, ...] | None] = {"_": None, "t": None, "say": None, "count": (1, 2)}
READERS = (("**.py", "tools.texts:marked"), ("**.html", "jinja2.ext:babel_extract"), ("**.js", "tools.texts:said"))


@dataclass(frozen=True)
class Speaker:
    """Who says sentences: where these stand in the source, and where the catalogue of a language is."""

    places: tuple[str, ...]
    folder: Path
    file: str

    def catalogue(self, language: str) -> Path:
        return self.folder / self.file.format(language=language)


BOT = Speaker(("bot", "cards", "handlers", "app.py"), LOCALES, "{language}/messages.po")
PAGE = Speaker(("playground",), CATALOGUES, "{language}.po")
SPEAKERS = (BOT, PAGE)
SAID = re.compile(r'\bsay\("([^"]+)"')

Found = tuple[int, str, str | tuple[str, ...], list[str]]


def marked(file: IO[bytes], *_: object, **_options: object) -> Iterator[Found]:
    """Yield what a Python file marks: `_("…")`, and `….count(_("one"), _("many"), n)` as one with plural forms.

    Babel's own reader of Python loses track where one call stands inside another, as our marks do.
    """
    for node in calls_in(ast.parse(file.read())):
        if is_plural(node):
            yield node.lineno, "count", tuple(mark_in(each) for each in node.args[:2]), []
        elif mark_in(node):
            yield node.lineno, "_", mark_in(node), []


def said(file: IO[bytes], *_: object, **_options: object) -> Iterator[Found]:
    """Yield what a script of the page says: `say("…")`."""
    for number, line in enumerate(file.read().decode().splitlines(), 1):
        yield from ((number, "say", words, []) for words in SAID.findall(line))


def calls_in(tree: ast.AST) -> Iterator[ast.Call]:
    """Yield the calls of a module, but not the marks inside a plural: those belong to it."""
    waiting = [tree]
    while waiting:
        node = waiting.pop(0)
        inside = list(ast.iter_child_nodes(node))
        if isinstance(node, ast.Call):
            yield node
            inside = [each for each in inside if not (is_plural(node) and each in node.args[:2])]
        waiting = [*inside, *waiting]


def is_plural(node: ast.Call) -> bool:
    return name_of(node) == "count" and len(node.args) > 1 and all(mark_in(each) for each in node.args[:2])


def mark_in(node: ast.AST) -> str:
    """Return the sentence that a call marks; "" when it is something else."""
    if not (isinstance(node, ast.Call) and name_of(node) == "_" and node.args):
        return ""
    words = node.args[0]
    return words.value if isinstance(words, ast.Constant) and isinstance(words.value, str) else ""


def name_of(call: ast.Call) -> str:
    """Return the last part of what is called: `count` for `ctx.t.count(…)`."""
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def sentences(speaker: Speaker = BOT) -> Catalog:
    """Return every sentence of the source in the order in which it stands there, with the files that say it.

    Without lines: a catalogue that was read from its file knows none, and would be sorted in another way.
    """
    catalogue = Catalog()

    def may_say(folder: str | Path) -> bool:
        # What is prepared beside the source is large, and has no sentences of ours.
        parts = Path(folder).relative_to(ROOT).parts
        return not parts or parts[0] in speaker.places

    for name, _line, words, _comments, _context in extract_from_dir(
        ROOT, READERS, keywords=KEYWORDS, directory_filter=may_say
    ):
        if name.split("/")[0] in speaker.places:
            catalogue.add(words, locations=[(name, 0)])
    for message in catalogue:
        message.locations.sort()
    return catalogue


def updated(language: str, speaker: Speaker, source: Catalog) -> str:
    """Return a language's catalogue, as a file, with the sentences of now."""
    catalogue = read(language, speaker)
    catalogue.update(source)
    catalogue.obsolete.clear()
    return written(catalogue)


def read(language: str, speaker: Speaker = BOT) -> Catalog:
    """Read the catalogue of a language; an empty one where the speaker has none yet."""
    path = speaker.catalogue(language)
    if not path.exists():
        return Catalog(language, header_comment=f"# {language}")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def written(catalogue: Catalog) -> str:
    """Return a catalogue as a file that changes only where sentences do: no line numbers, dates or machines."""
    file = BytesIO()
    write_po(file, catalogue, width=0, sort_by_file=True, include_lineno=False, omit_header=True)
    return f"{header(catalogue)}\n{file.getvalue().decode()}"


def header(catalogue: Catalog) -> str:
    """Return the entry that says what the file is, under the comment that is the translators' own."""
    facts = (
        "Content-Type: text/plain; charset=UTF-8",
        f"Language: {catalogue.locale_identifier}",
        f"Plural-Forms: {catalogue.plural_forms}",
    )
    lines = "".join(f'"{fact}\\n"\n' for fact in facts)
    return f'{catalogue.header_comment}\nmsgid ""\nmsgstr ""\n{lines}'


@click.command()
def main() -> None:
    """Bring every catalogue up to date."""
    for speaker in SPEAKERS:
        source = sentences(speaker)
        for language in OTHERS:
            path = speaker.catalogue(language)
            path.write_text(updated(language, speaker, source), encoding="utf-8")
            click.echo(f"{path.relative_to(ROOT)}: {len(source)} sentences")


if __name__ == "__main__":
    main()
