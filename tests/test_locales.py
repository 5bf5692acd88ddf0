"""Every language says everything, on the playground's page, too: nothing missing, doubtful, stale or never marked.

The catalogues are brought up to date with `make texts`; the comment at the top of each says how we write.
"""

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message

from bot.domain.escalations import REASONS
from bot.domain.orders import SERVICE_NAMES, STATE_NAMES
from bot.domain.passwords import NO_NAMES, RULES
from bot.language.folders import LANGUAGES, OTHERS, SOURCE_LANGUAGE
from bot.language.recognizing import language_named
from bot.language.texts import ISOLATE, POP_ISOLATE, Texts, texts
from bot.language.typed import folded, one_line
from bot.wizard.fields import Choice, Toggle
from bot.wizard.step import Stop
from cards.start import THIS_LANGUAGE
from handlers import GRAMMAR
from handlers.chat.audit_words import SENTENCES
from handlers.escalations.claiming import PROGRESS
from playground.page.words import page_texts
from store.history.audit_chain import CLOCK_SET_BACK, ERASURE
from tests.cards.samples import everywhere
from tests.language.catalogues import fail_with, forms, is_known, placeholders, said_in, source_of
from tests.tables import each_row
from tools.texts import BOT, SPEAKERS, Speaker, is_plural, mark_in, name_of, read, sentences, written

ROOT = Path(__file__).resolve().parent.parent
RIGHT_TO_LEFT = [language for language in OTHERS if texts(language).is_right_to_left]

# What stays in Latin letters in every language: names, file formats, and words of commands and of columns.
NAMES = {"Cisco", "Webex", "Control", "Hub", "Windows", "Excel", "CSV", "XLSX", "UTF", "Sub", "webex", "com"}
NAMES |= {"Commerce", "OSA", "https", "OneDrive", "SharePoint", "LibreOffice", "Numbers", "PDF", "XML", "JSON"}
NAMES |= {"API", "Ann", "JavaScript", "make", "install"}
NAMES |= {"UTC", "Asia", "Riyadh", "SA", "Mar", "name", "example", "a", "z", "partner", "customer"}
# A command with a slash, an address or a date keeps its own direction only between isolates.
OWN_DIRECTION = re.compile(r"(?<!\w)/\w|(?<!\w)\.\w|\d-\d|\w@\w")
ISOLATED = re.compile(f"{ISOLATE}[^{POP_ISOLATE}]*{POP_ISOLATE}")
# A line for a terminal, or the name of a place in another program.
AS_IT_IS = re.compile(
    r"openssl rand -hex 32|restore FILE|\ball\b|\bN\b|\bREF\b|field=value|developer.webex.com, My Webex Apps|NTP|.env"
    r"|setup-now backup FILE|setup-now erase|pip install --upgrade tzdata|tzdata"
)
QUOTED = re.compile("[«“]([^«»“”{}]+)[»”]")

by_speaker = pytest.mark.parametrize("speaker", SPEAKERS, ids=["bot", "page"])
each_language = pytest.mark.parametrize("language", OTHERS)
right_to_left = pytest.mark.parametrize("language", RIGHT_TO_LEFT)


@cache
def source(speaker: Speaker = BOT) -> dict[Any, Message]:
    """Return the sentences of the source, which all of it is searched for."""
    return {message.id: message for message in sentences(speaker) if message.id}


@by_speaker
@each_language
def test_every_sentence_is_translated_and_none_is_stale(speaker: Speaker, language: str) -> None:
    catalogue = {message.id: message for message in read(language, speaker) if message.id}
    said = source(speaker)
    missing = [f"missing: {words!r}" for words in said if words not in catalogue or not all(forms(catalogue[words]))]
    fuzzy = [f"fuzzy: {words!r}" for words, message in catalogue.items() if message.fuzzy]
    stale = [f"stale: {words!r}" for words in catalogue if words not in said]
    found = missing + fuzzy + stale
    fail_with([f"{speaker.catalogue(language)}: run `make texts`, then translate"] * bool(found) + found)


@by_speaker
@each_language
def test_translations_fill_in_the_same_things(speaker: Speaker, language: str) -> None:
    fail_with([breach for message in read(language, speaker) if message.id for breach in wrong_placeholders(message)])


def wrong_placeholders(message: Message) -> Iterator[str]:
    """Say which forms lack a placeholder, or have one too many; a form for one number need not repeat it."""
    wanted = placeholders(source_of(message)[-1])
    for n, form in enumerate(forms(message)):
        may_lack = {"n"} if len(forms(message)) > 1 and n < 3 else set[str]()
        if not wanted - may_lack <= placeholders(form) <= wanted:
            yield f"{source_of(message)[0]!r} has {wanted}, but this has not: {form!r}"


@by_speaker
@each_language
def test_plurals_have_all_forms(speaker: Speaker, language: str) -> None:
    """As many as the language has by CLDR."""
    catalogue = read(language, speaker)
    expected = Catalog(language).num_plurals
    assert catalogue.num_plurals == expected
    plurals = [message for message in catalogue if isinstance(message.id, tuple)]
    fail_with([f"{each.id[0]!r} has {len(forms(each))} forms" for each in plurals if len(forms(each)) != expected])


@by_speaker
@each_language
def test_a_catalogue_is_written_as_it_was_read(speaker: Speaker, language: str) -> None:
    """Bringing it up to date moves nothing that has not changed."""
    again = written(read(language, speaker))
    assert again == written(read(language, speaker))
    assert again.splitlines()[0] == speaker.catalogue(language).read_text(encoding="utf-8").splitlines()[0]
    assert not re.search(r"\d{4}-\d\d-\d\d \d\d:|POT-Creation|Generated-By|\.py:\d", again)


@by_speaker
@each_language
def test_isolates_are_closed_and_nothing_else_steers_direction(speaker: Speaker, language: str) -> None:
    fail_with([f"{words!r}" for _message, words in said_in(language, speaker) if not is_closed(words)])


def is_closed(words: str) -> bool:
    """Return whether isolates pair up, one inside another or not, and no other control character is there."""
    open_now = 0
    for letter in words:
        open_now += (letter == ISOLATE) - (letter == POP_ISOLATE)
        if open_now < 0 or letter in "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067":
            return False
    return open_now == 0


@by_speaker
@right_to_left
def test_what_reads_from_the_left_is_isolated(speaker: Speaker, language: str) -> None:
    loose = [words for _message, words in said_in(language, speaker) if OWN_DIRECTION.search(ISOLATED.sub("", words))]
    fail_with([f"isolate it: {words!r}" for words in loose])


@by_speaker
@right_to_left
def test_only_names_and_words_to_type_are_in_latin_letters(speaker: Speaker, language: str) -> None:
    fail_with(
        [f"{found} in {words!r}" for _message, words in said_in(language, speaker) if (found := latin_words(words))]
    )


def latin_words(words: str) -> set[str]:
    """Return the Latin words of a sentence that are no names; commands with a slash and settings are to be typed."""
    without_commands = re.sub(rf"/[a-z ]+|[A-Z]+(_[A-Z]+)+|{AS_IT_IS.pattern}", "", re.sub(r"\{\w*\}", "", words))
    return set(re.findall(r"[A-Za-z]+", without_commands)) - NAMES


@by_speaker
@right_to_left
def test_a_sentence_begins_in_its_own_direction(speaker: Speaker, language: str) -> None:
    """Readers' programs take the direction of a line from its first letter."""
    beginnings = [
        (words, re.search(r"[^\W\d_]", ISOLATED.sub("", blank(words)))) for _m, words in said_in(language, speaker)
    ]
    fail_with([f"{words!r}" for words, first in beginnings if first and first[0].isascii()])


def blank(words: str) -> str:
    return re.sub(r"\{\w*\}", "", words)


@by_speaker
@each_language
def test_what_is_quoted_is_a_word_to_type_or_the_label_of_something(speaker: Speaker, language: str) -> None:
    t = texts(language) if speaker is BOT else page_texts(language)
    labels = {one_line(t(words)) for words in source(speaker) if isinstance(words, str)}
    fail_with(
        [
            f"«{quoted}» is nowhere: {words!r}"
            for _message, words in said_in(language, speaker)
            for quoted in map(one_line, QUOTED.findall(words))
            if quoted not in labels and not is_known(quoted)
        ]
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_offers_itself_by_words_that_choose_it(language: str) -> None:
    """The start card names every language in its own words; so does the answer to who has chosen it."""
    (offered,) = QUOTED.findall(texts(language)(THIS_LANGUAGE))
    found = GRAMMAR.match(offered)
    assert found is not None
    assert found.command.name == "language"
    assert language_named(found.arguments["name"]) == language


# Who takes a marked sentence, and with which argument.
SAYS = {
    "t": 0,
    "Refusal": 0,
    "NotAllowed": 0,
    "InvalidAnswer": 0,
    "UnreadableFile": 0,
    "Note": 0,
    "notice": 1,
    "say": 1,
    "Problem": 2,
}


def unmarked(path: str, source: str) -> Iterator[str]:
    """Say where a sentence is said that nobody marked, so that no language has it."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            for words in spoken(node):
                if isinstance(words, ast.Constant) and isinstance(words.value, str) and words.value:
                    yield f'{path}:{words.lineno} says {words.value!r}. Mark it: _("…")'
                if isinstance(words, ast.JoinedStr):
                    yield f"{path}:{words.lineno} says an f-string. Mark a sentence with {{placeholders}} instead."


def spoken(call: ast.Call) -> list[ast.expr]:
    """Return the arguments of a call that are said to people."""
    name = name_of(call)
    if name == "count" and len(call.args) > 2 and not is_plural(call):
        return call.args[:2]
    return call.args[SAYS[name] :][:1] if name in SAYS else []


def python_files() -> list[Path]:
    places = [place for speaker in SPEAKERS for place in speaker.places]
    found = [path for place in places for path in (ROOT / place).rglob("*.py")] + [ROOT / "app.py"]
    return sorted(found)


@each_row("path", python_files)
def test_what_is_said_is_marked(path: Path) -> None:
    fail_with(list(unmarked(str(path.relative_to(ROOT)), path.read_text(encoding="utf-8"))))


@pytest.mark.parametrize(
    "source",
    [
        't("Hello")',
        'ctx.t("Hello {name}", name=name)',
        'ctx.t.count("{n} day", "{n} days", n)',
        'raise Refusal("No.")',
        'notice(ctx.t, "Hello")',
        't(f"Hello {name}")',
    ],
)
def test_an_unmarked_sentence_is_seen(source: str) -> None:
    assert list(unmarked("somewhere.py", source))


@pytest.mark.parametrize(
    "source",
    [
        't(_("Hello"))',
        't.count(_("{n} day"), _("{n} days"), n)',
        't(title) + words.count(",")',
        'notice(ctx.t, _("Hello"), name="x")',
    ],
)
def test_a_marked_sentence_passes(source: str) -> None:
    assert not list(unmarked("somewhere.py", source))


def test_marks_inside_one_another_are_all_found() -> None:
    source = """t.count(_("{n} day"), _("{n} days"), n)\nf"{t(_('new') if x else _('old'), name=t(_('name')))}\""""
    marks = {mark_in(node) for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)}
    assert marks - {""} == {"{n} day", "{n} days", "new", "old", "name"}


def test_the_tables_hold_marked_sentences() -> None:
    fail_with([f"{where}: {words!r} is not marked" for where, words in declared() if words and words not in source()])


def declared() -> Iterator[tuple[str, str]]:
    """Yield the sentences of the tables, which are said far from where they stand."""
    for command in GRAMMAR.commands:
        yield f"command {command.name}", command.help
    for table in (SERVICE_NAMES, STATE_NAMES, REASONS):
        yield from ((type(key).__name__, words) for key, words in table.items())
    yield from (("password", rule.sentence) for rule in RULES)
    yield "password", NO_NAMES
    for place in everywhere():
        yield from ((place.name, words) for words in sentences_of_step(place.stop))


def sentences_of_step(stop: Stop) -> Iterator[str]:
    """Yield whatever a step's row of the table says to people."""
    yield from (stop.step.title, stop.step.question(stop.situation), stop.warning)
    yield from (button.title for button in stop.buttons)
    # A label with a number, such as that of a line, is said already.
    yield from (re.sub(r"\d+", "{number}", fact.label) for fact in stop.facts(texts(SOURCE_LANGUAGE)))
    for field in stop.fields:
        yield field.label
        yield "" if "@" in field.hint else field.hint
        if isinstance(field, Toggle):
            yield from (field.statement, field.refusal)
        if isinstance(field, Choice):
            yield from (option.label for option in field.options(stop.situation) if not option.is_name)


def test_every_deed_on_the_audit_log_reads_as_a_sentence() -> None:
    written = re.compile(r"""audit(?:\.add)?\(\s*(?:ctx\.now, [^,]+, |now, "", )?"(\w+)\"""")
    files = [path for folder in ("bot", "handlers") for path in (ROOT / folder).rglob("*.py")]
    verbs = {verb for path in files for verb in written.findall(path.read_text(encoding="utf-8"))}
    assert len(verbs) > 30
    fail_with(sorted(f"{verb} has no sentence in handlers/chat/audit_words.py" for verb in verbs - SENTENCES.keys()))


def test_what_is_looked_for_in_the_audit_log_is_something_that_is_written_there() -> None:
    looked_for = {*PROGRESS, ERASURE, CLOCK_SET_BACK}
    fail_with(sorted(f"nobody writes {verb} into the audit log" for verb in looked_for - SENTENCES.keys()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_that_can_be_typed_at_a_step_are_not_taken_for_one_another(language: str) -> None:
    t = texts(language)
    for place in everywhere():
        titles = [folded(t(button.title)) for button in place.stop.buttons]
        assert len(set(titles)) == len(titles)
        for field in place.stop.fields:
            if isinstance(field, Choice):
                shown = [folded(option.show(t)) for option in field.options(place.stop.situation)]
                assert not set(shown) & set(titles)


def test_no_button_of_a_step_is_taken_for_another_command() -> None:
    """Commands are heard before answers, so a button's words must not mean something else."""
    for place in everywhere():
        for button in place.stop.buttons:
            for say in said_by_all(button.title):
                found = GRAMMAR.match(say)
                assert found is None or found.command.name == button.verb, f"“{say}” is the command {found}"


def said_by_all(sentence: str) -> Iterator[str]:
    speakers: list[Callable[[str], str] | Texts] = [texts(language) for language in LANGUAGES]
    return (speaker(sentence) for speaker in speakers)
