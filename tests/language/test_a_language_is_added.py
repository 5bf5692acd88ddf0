"""A language is one folder: nothing outside it names a language, and one that is added is spoken."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from bot.language.folders import LANGUAGES, OTHERS, SOURCE_LANGUAGE
from bot.language.recognizing import script_of
from bot.language.typed import scripts_of
from tests.language.catalogues import fail_with
from tests.staging.actors import Actor
from tests.staging.copies import HOUSE, ROOT, copy_of_the_project
from tests.staging.stage import Stage
from tests.staging.stories import CONTOSO, at_nine
from tests.tables import each_row
from tools.texts import sentences, written

FILES = [*(path for folder in HOUSE for path in (ROOT / folder).rglob("*.py")), ROOT / "app.py"]
# The only code that stands in the source: that of the language in which its sentences are.
NAMES_THE_SOURCE_LANGUAGE = "SOURCE_LANGUAGE ="

WORDS = """
[commands]
help = ["βοήθεια"]
status = ["κατάσταση"]
back = ["πίσω"]
language = ["γλώσσα"]

[answers]
next = ["επόμενο"]

[services]
calling = ["κλήσεις"]

[dates]
ordinals = ["ας"]
"""


@each_row("path", FILES)
def test_no_module_names_a_language(path: Path) -> None:
    fail_with([f"{path.relative_to(ROOT)}:{line} {what}" for line, what in named_in(path.read_text(encoding="utf-8"))])


def named_in(source: str) -> Iterator[tuple[int, str]]:
    """Yield the lines with letters that only another language than the source's has, or with a language's code."""
    foreign = frozenset[str]().union(*map(script_of, OTHERS)) - script_of(SOURCE_LANGUAGE)
    for number, line in enumerate(source.splitlines(), 1):
        if scripts_of(line) & foreign:
            yield number, "has words of a language: they belong into its folder"
        if NAMES_THE_SOURCE_LANGUAGE in line:
            return
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and node.value in LANGUAGES:
            yield node.lineno, f"names the language {node.value}"


@pytest.mark.parametrize("source", ['x = "مساعدة"', 'if language == "fr":\n    pass', "# كلمة", 'texts("en")'])
def test_a_language_that_is_named_is_seen(source: str) -> None:
    assert list(named_in(source))


def test_a_language_that_is_added_is_spoken_and_understood(tmp_path: Path) -> None:
    """In a copy of the source with one folder more, somebody is written to in Greek, and types it."""
    copy = copy_of_the_project(tmp_path / "copy")
    greek = copy / "bot" / "language" / "locales" / "el"
    greek.mkdir()
    (greek / "words.toml").write_text(WORDS, encoding="utf-8")
    (greek / "messages.po").write_text(written(with_an_omega(sentences())), encoding="utf-8")

    command = [sys.executable, "-m", "tests.language.in_greek", str(tmp_path / "stage")]
    told = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)

    assert told.returncode == 0, told.stderr


def test_whoever_chose_a_language_that_was_taken_out_again_reads_no_mixture(stage: Stage, ann: Actor) -> None:
    stage.import_orders(CONTOSO)
    ann.says("help")
    with stage.bot.store.unit_of_work() as uow:
        uow.people.set_language(ann.email, "el")
    at_nine(stage)
    assert ann.title == "Set up your Webex order"
    assert "Monday 2 March 2026" in ann.sees


def with_an_omega(source: Catalog) -> Catalog:
    """Return a catalogue for Greek whose every sentence is the English one behind an omega."""
    catalogue = Catalog("el", header_comment="# Greek")
    for message in source:
        if isinstance(message.id, tuple):
            catalogue.add(message.id, tuple(f"Ω {each}" for each in message.id))
        elif message.id:
            catalogue.add(message.id, f"Ω {message.id}")
    return catalogue
