"""The twin: a message as plain text, for notifications and for clients that draw no cards."""

# ruff: noqa: ARG001 (singledispatch hands every kind the same arguments)

from collections.abc import Iterable, Sequence
from functools import singledispatch

from bot.domain.outgoing import LONGEST_TEXT
from bot.language.texts import Texts, _
from cards import elements as e
from cards.words import ELLIPSIS, fitted_lines, in_cell, in_own_direction, said


def written(elements: Sequence[e.Element], t: Texts, longest: int) -> str:
    """Return the text of a message: complaints first, then the title and the rest, and at the end what can be typed."""
    lines: list[str] = []
    before: e.Element | None = None
    for element in sorted(elements, key=rank):
        more = lines_of(element, t, longest)
        lines += ["", *more] if more and begins_block(element, before) else more
        before = element if more else before
    return "\n".join([*lines, *typed_lines(elements, t)]).strip()


def begins_block(element: e.Element, before: e.Element | None) -> bool:
    """Return whether a blank line goes before an element: not between paragraphs, nor between inputs."""
    sentences = e.Heading | e.Complaint | e.Paragraph
    kinds = (sentences, e.Input, e.TextOnly)
    if isinstance(before, e.Section) and not isinstance(element, e.Section):
        return False
    return not any(isinstance(element, kind) and isinstance(before, kind) for kind in kinds)


def rank(element: e.Element) -> int:
    """Return the sort key of an element in the text; within one key the order of the card stays."""
    if isinstance(element, e.Complaint):
        return 0
    return 1 if isinstance(element, e.Heading) else 2


def typed_lines(elements: Iterable[e.Element], t: Texts) -> list[str]:
    """Return the lines about what can be typed in place of the buttons."""
    words = [typed for each in elements if (typed := typed_for(each))]
    if not words:
        return []
    quoted = " · ".join(t.isolate(each) for each in dict.fromkeys(words))
    return ["", f"{t(_('You can type:'))} {quoted}"]


def typed_for(element: e.Element) -> str:
    """Return what does the same as a button; "" for what has nothing to type."""
    if isinstance(element, e.Submit):
        return element.typed or element.title
    return element.typed if isinstance(element, e.Unfold) else ""


def cut_at_line(text: str) -> str:
    """Return as many whole lines as fit into a message."""
    if len(text.encode()) <= LONGEST_TEXT:
        return text
    room = LONGEST_TEXT - len(f"\n{ELLIPSIS}".encode())
    kept = text.encode()[:room].decode(errors="ignore")
    whole_lines = kept.rpartition("\n")[0] or kept
    return f"{whole_lines}\n{ELLIPSIS}"


@singledispatch
def lines_of(element: e.Element, t: Texts, longest: int) -> list[str]:
    """Return an element as lines of text."""
    raise TypeError(f"no text for {element!r}")


@lines_of.register
def sentence_lines(element: e.Heading | e.Paragraph | e.Section | e.TextOnly, t: Texts, longest: int) -> list[str]:
    return fitted_lines(element.words, 5 * longest)


@lines_of.register
def complaint_lines(element: e.Complaint, t: Texts, longest: int) -> list[str]:
    about = t.labelled(said(element.about, longest), element.words) if element.about else element.words
    return fitted_lines(about, 5 * longest)


@lines_of.register
def fact_lines(element: e.Facts, t: Texts, longest: int) -> list[str]:
    return [labelled(label, value, t, longest) for label, value in element.rows]


@lines_of.register
def text_input_lines(element: e.TextInput, t: Texts, longest: int) -> list[str]:
    value = element.value + element.suffix if element.value else f"({element.hint})" if element.hint else ""
    return [labelled(element.label + optional_mark(element, t), value, t, longest)]


@lines_of.register
def choice_lines(element: e.ChoiceInput, t: Texts, longest: int) -> list[str]:
    if not element.listed:
        return []
    picks = (pick_line(pick, pick.value == element.value, t, longest) for pick in element.picks)
    return [t.labelled(element.label, "").rstrip(), *picks]


def pick_line(pick: e.Pick, is_chosen: bool, t: Texts, longest: int) -> str:
    title = in_cell(pick.title, longest, is_right_to_left=t.is_right_to_left)
    return f"{pick.number}. {t.isolate(title)}{chosen_mark(is_chosen, t)}"


@lines_of.register
def toggle_lines(element: e.ToggleInput, t: Texts, longest: int) -> list[str]:
    return [labelled(element.label, element.statement, t, 5 * longest) + chosen_mark(element.is_on, t)]


@lines_of.register
def submit_lines(element: e.Submit, t: Texts, longest: int) -> list[str]:
    return []


@lines_of.register
def unfold_lines(element: e.Unfold, t: Texts, longest: int) -> list[str]:
    return fitted_lines(element.brief, 5 * longest) if element.brief else []


@lines_of.register
def page_lines(element: e.OpenPage, t: Texts, longest: int) -> list[str]:
    return [t.labelled(element.title, element.url)]


def labelled(label: str, value: str, t: Texts, longest: int) -> str:
    name, words = (in_cell(each, longest, is_right_to_left=t.is_right_to_left) for each in (label, value))
    return t.labelled(name, in_own_direction(words, is_right_to_left=t.is_right_to_left)).rstrip()


def optional_mark(element: e.TextInput, t: Texts) -> str:
    return "" if element.required else f" ({t(_('optional'))})"


def chosen_mark(is_chosen: bool, t: Texts) -> str:
    return f" ({t(_('chosen'))})" if is_chosen else ""
