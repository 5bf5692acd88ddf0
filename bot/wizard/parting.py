"""Parting a typed message into the values of a form: by lines, by separators in a single line, and by labels."""

import re
from collections.abc import Callable
from functools import cache, partial

from bot.language.countries import countries_called
from bot.language.folders import words_in_all
from bot.language.texts import all_texts
from bot.language.typed import COMMAS, SEMICOLONS, folded, said_plainly, tidy
from bot.wizard.choosing import changes, said_beside, without_article
from bot.wizard.fields import Choice, Country
from bot.wizard.step import Field

# One line may hold several values, as in "Contoso; SA": these separate them where one line answers many inputs.
SEPARATORS = (re.compile(f"[{SEMICOLONS}]"), re.compile(r"\|"))
# Names and addresses have commas too, so these separate values only if there are as many as inputs, or if each has its
# label, or if what is behind the last one is the country that is asked for: "Contoso, Inc., France".
BETWEEN_VALUES = re.compile(rf"[{COMMAS}]| / ")
# What stands between a label and its value; a dash counts only after a label that is written out.
COLON, DASH = re.compile(r" ?[:\uff1a=] ?"), re.compile(r" [-\u2013\u2014] ")
# What stands before the lines of a list.
IN_A_LIST = re.compile(r"(?:[-*\u2022\u2013]|\d{1,2}[.)])\s{1,4}(?=\S)")
# The most words in a label.
LONGEST_LABEL = 5
# Shorter beginnings and ends of a word do not say which it is.
FEWEST_LETTERS = 4
# A number, a mark, and words about what it counts: "2: 50 were ordered". Without the mark, as in "3 users are missing",
# nobody can tell.
NUMBERED = re.compile(rf"(\d{{1,4}})\s{{0,8}}[:.){COMMAS}–-]\s{{1,8}}(\S.*)")


def lines_of(fields: tuple[Field, ...], typed: str) -> list[str]:
    """Return the lines of a message; of a single line, the parts that separators make of it."""
    lines = answering_lines(fields, typed)
    if len(lines) != 1:
        return lines
    [line] = lines
    labelled = parted_at_labels(fields, line)
    if labelled or field_named(fields, line):
        return labelled or lines
    for separator in SEPARATORS:
        if separator.search(line):
            return [part.strip() for part in separator.split(line) if part.strip()]
    by_commas = between_commas(line)
    if len(by_commas) == len(fields) > 2 and all(by_commas):
        return by_commas
    *name, country = by_commas
    if len(fields) == 2 and isinstance(fields[1], Country) and any(name) and countries_called(country):
        return [line.removesuffix(country).rstrip(f" {COMMAS}"), country]
    numbered = NUMBERED.fullmatch(line)
    return list(numbered.groups()) if numbered and begins_with_a_choice(fields) else lines


def between_commas(line: str) -> list[str]:
    """Return the parts of a line between its commas."""
    return [part.strip() for part in BETWEEN_VALUES.split(line)]


def answering_lines(fields: tuple[Field, ...], typed: str) -> list[str]:
    """Return the lines of a message that may be answers, without an opening and the marks of a list."""
    lines = [line.strip() for line in tidy(typed).splitlines() if line.strip()]
    is_opening = len(lines) > 1 and lines[0].endswith(":") and not field_named(fields, lines[0])
    lines = lines[1:] if is_opening else lines
    is_list = len(lines) > 1 and all(IN_A_LIST.match(line) for line in lines)
    return [IN_A_LIST.sub("", line, count=1) for line in lines] if is_list else lines


def parted_at_labels(fields: tuple[Field, ...], line: str) -> list[str]:
    """Return the parts of a line that gives several values with their labels; nothing for any other.

    What stands between two labels is one value, commas and all: "company: Contoso, Inc., country: US".
    """
    parts = re.split(rf"([{SEMICOLONS}{COMMAS}|] ?)", line)
    values: list[str] = []
    for at in range(0, len(parts), 2):
        labelled = with_colon(fields, parts[at])
        if labelled:
            values.append(labelled)
        elif values:
            values[-1] += parts[at - 1] + parts[at]
        else:
            return []
    return [value.strip() for value in values] if len(values) > 1 else []


def with_colon(fields: tuple[Field, ...], part: str) -> str:
    """Return a part that begins with a label, with a colon behind that; "" for one that does not."""
    if field_named(fields, part):
        return part
    first, _blank, rest = part.strip().partition(" ")
    return f"{first}: {rest}" if rest and field_named(fields, f"{first}:") else ""


def begins_with_a_choice(fields: tuple[Field, ...]) -> bool:
    """Return whether a form is a choice and what there is to say about it, as in "2 is too few"."""
    return len(fields) == 2 and isinstance(fields[0], Choice)


def field_named(fields: tuple[Field, ...], line: str) -> Field | None:
    """Return the input whose label, or a word of no other label, begins the line and is followed by a colon."""
    label, value = labelled(line, COLON)
    if value is not None and label:
        return the_one(fields, lambda each: each == label) or with_word(fields, label)
    label, value = labelled(line, DASH)
    if value is not None:
        return the_one(fields, lambda each: each == label)
    label, value = said_of(line)
    return with_word(fields, label) if value else None


def with_word(fields: tuple[Field, ...], word: str) -> Field | None:
    """Return the one input whose label has a word, or else one that is longer, as in *admin* and *mail*."""
    return the_one(fields, partial(has_word, word)) or the_one(fields, partial(has_longer_word, word))


def has_longer_word(part: str, label: str) -> bool:
    """Return whether a label has a word that begins or ends so, with or without a hyphen."""
    short = without_article(part.replace("-", ""))
    words = label.replace("-", "").split()
    return len(short) >= FEWEST_LETTERS and any(each.startswith(short) or each.endswith(short) for each in words)


def has_word(word: str, label: str) -> bool:
    """Return whether a label has a word, with an article or without, or is all of it."""
    return word == label or without_article(word) in map(without_article, label.split())


def said_of(line: str) -> tuple[str, str | None]:
    """Return what a sentence such as *the city is Riyadh* is about, folded and without articles, and what it says."""
    label, value = labelled(line, is_said())
    if value is None or said_plainly(value) in changes():
        # *The city is wrong* says no city.
        return "", None
    words = [word for word in label.split() if word not in said_beside()]
    return (" ".join(words), value) if 0 < len(words) <= LONGEST_LABEL else ("", None)


@cache
def is_said() -> re.Pattern[str]:
    """Return the words by which something is said of something."""
    return re.compile(rf" (?:{'|'.join(map(re.escape, words_in_all('choosing', 'is')))}) ", re.IGNORECASE)


def is_labelled(line: str) -> bool:
    """Return whether a line begins with what looks like a label, one of ours or not."""
    label, value = labelled(line, COLON)
    return bool(value) and label.replace(" ", "").isalpha() and len(label.split()) <= LONGEST_LABEL


def labelled(line: str, mark: re.Pattern[str]) -> tuple[str, str | None]:
    """Return what stands before a mark, folded, and what stands behind it; None where there is no mark."""
    found = mark.search(line)
    return (folded(line[: found.start()]), line[found.end() :].strip()) if found else ("", None)


def the_one(fields: tuple[Field, ...], is_meant: Callable[[str], bool]) -> Field | None:
    """Return the one input whose label, in any language, is meant."""
    meant = [each for each in fields if any(is_meant(folded(t(each.label))) for t in all_texts())]
    return meant[0] if len(meant) == 1 else None


def value_of(each: Field, line: str) -> str:
    """Return the value on a line, without the input's label."""
    if not field_named((each,), line):
        return line
    marked = (labelled(line, COLON)[1], labelled(line, DASH)[1], said_of(line)[1])
    return next((value for value in marked if value is not None), "")
