"""Recognizing a language of ours: by one of its names, or by the letters in which somebody writes."""

import re
from functools import cache

from babel import Locale

from bot.language.answers import in_plain_form, without_please
from bot.language.folders import LANGUAGES, SOURCE_LANGUAGE, meanings, words_in_all
from bot.language.typed import folded, scripts_of, without_question_mark


def language_named(words: str) -> str:
    """Return the code of the language meant by its code, as in ar or ar-SA, or by a name it has in any of ours.

    It is "" where none of our languages is meant.
    """
    wanted = folded(words)
    return languages_by_name().get(wanted) or languages_by_name().get(re.split("[-_(]", wanted)[0].strip(), "")


def language_asked_for(words: str) -> str:
    """Return the code of the language in which somebody asks to go on, as in *in French, please*; "" for none."""
    said = without_please(in_plain_form(without_question_mark(words))).split()
    beside = set(map(in_plain_form, words_in_all("choosing", "with_language")))
    named = [word for word in said if word not in beside]
    return language_named(named[0]) if len(named) == 1 else ""


def language_written_in(words: str) -> str:
    """Return the code of the only language with the letters of a text; "" where there is none, or several.

    Letters of the source language say nothing: names and addresses have them in a text of any language.
    """
    scripts = scripts_of(words) - script_of(SOURCE_LANGUAGE)
    written_so = [language for language in LANGUAGES if script_of(language) & scripts]
    return written_so[0] if len(written_so) == 1 else ""


@cache
def script_of(language: str) -> frozenset[str]:
    """Return the script of a language: the one in which it writes its own name."""
    return scripts_of(Locale.parse(language).display_name)


@cache
def languages_by_name() -> dict[str, str]:
    """Return our languages by their folded names, in CLDR's words and in those of the folders, and by their codes."""
    names = {
        folded(Locale.parse(language).get_display_name(shown) or language): language
        for shown in LANGUAGES
        for language in LANGUAGES
    }
    return names | meanings("languages") | {folded(language): language for language in LANGUAGES}
