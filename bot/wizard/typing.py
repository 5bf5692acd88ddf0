"""Typing is enough: what a typed line means at a step, as a button pressed or as its inputs filled."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bot.language.folders import words_in_all
from bot.language.texts import all_texts
from bot.language.typed import COMMAS, SEMICOLONS, folded, said_plainly, tidy
from bot.wizard.fields import AGREEMENTS, NO, Choice, Toggle
from bot.wizard.step import Answer, Button, Field, Stop

# One line may hold several values, as in "Contoso; SA": these part them where there is one line for many inputs.
SEPARATORS = tuple(SEMICOLONS)
# Commas are in names and addresses too, so they part a line only into as many values as a form has inputs.
BETWEEN_VALUES = re.compile(rf"[{COMMAS}]")
# A number, a mark, and words about what it counts: "2: 50 were ordered". Without the mark, as in "3 users are missing",
# nobody can tell.
NUMBERED = re.compile(rf"(\d{{1,4}})\s{{0,8}}[:.){COMMAS}–-]\s{{1,8}}(\S.*)")
# What goes on at any step that warns of nothing, whatever its button is called.
ONWARD = frozenset(map(said_plainly, words_in_all("answers", "next")))
# What an input holds that nobody has filled in.
EMPTY = ("", NO)


@dataclass(frozen=True, slots=True)
class Typed:
    """A typed message as the step understands it: the verb of a button, and the inputs."""

    verb: str
    inputs: Mapping[str, str] = field(default_factory=dict)


def understand(stop: Stop, typed: str, shown: Answer) -> Typed:
    """Return what a typed message means at a step. `shown` are the values its card shows.

    The words of a button press it, with what the card shows. Anything else fills the inputs in their order; a step
    without inputs is gone on from only by a word that agrees. The verb is "" for what cannot be understood.
    """
    buttons = stop.step.buttons(stop.situation)
    pressed = button_named(buttons, typed)
    if pressed is not None:
        return Typed(pressed.verb, shown if pressed.submits else {})
    typed = without_the_button(buttons, typed)
    fields = stop.step.fields(stop.situation)
    verbs = {button.verb for button in buttons if button.submits}
    if said_plainly(typed) in ONWARD and "answer" in verbs and not stop.step.warning(stop.situation):
        return Typed("answer", shown)
    if stop.step.seals and said_plainly(typed) in ONWARD:
        return Typed("")
    if stop.step.seals and said_plainly(typed) in AGREEMENTS and not any(isinstance(each, Toggle) for each in fields):
        return Typed("answer" if "answer" in verbs else "", shown)
    if not fields:
        return Typed("answer" if "answer" in verbs and said_plainly(typed) in AGREEMENTS else "")
    inputs = settled(fields, typed, shown) or filled(fields, typed, shown)
    if not inputs:
        return Typed("", shown)
    # Where answers can be changed, the only input says which: to choose one is to ask for it.
    verb = next((verb for verb in ("change", "answer") if verb in verbs), "") or next(iter(verbs), "")
    return Typed(verb, {**shown, **inputs})


def settled(fields: tuple[Field, ...], typed: str, shown: Answer) -> dict[str, str]:
    """Return a line as the answer to what the card asks about one input, such as which country was meant."""
    lines = lines_of(fields, typed)
    asked = next((each for each in fields if not each.is_settled(shown.get(each.asked, ""))), None)
    return {asked.id: lines[0]} if asked and len(lines) == 1 and not field_named(fields, lines[0]) else {}


def button_named(buttons: tuple[Button, ...], typed: str) -> Button | None:
    """Return the button whose words, in any language, were typed."""
    wanted = said_plainly(typed)
    return next((b for b in buttons if wanted in {said_plainly(t(b.title)) for t in all_texts()}), None)


def without_the_button(buttons: tuple[Button, ...], typed: str) -> str:
    """Return what was typed without the word Change before the answer to change, as in "change role"."""
    first, _blank, rest = tidy(typed).partition(" ")
    button = button_named(buttons, first)
    return rest if rest and button and button.verb == "change" else typed


def filled(fields: tuple[Field, ...], typed: str, shown: Answer) -> dict[str, str]:
    """Return typed lines as inputs: `label: value` goes where the label says, the others in order.

    A stray word must not be taken for the first input of a form. So lines without labels are for the inputs that are
    still empty, for those that are required, or for all, as many as they are; else nothing is filled.
    """
    if len(fields) == 1:
        return {fields[0].id: value_of(fields[0], tidy(typed))}
    lines = lines_of(fields, typed)
    if begins_with_a_choice(fields) and len(lines) == 1 and not field_named(fields, lines[0]):
        is_choice = said_plainly(lines[0]).isdecimal() or (shown.get(fields[1].id) and not shown.get(fields[0].id))
        return {fields[0 if is_choice else 1].id: lines[0]}
    named = {each.id: value_of(each, line) for line in lines if (each := field_named(fields, line))}
    unnamed = [line for line in lines if not field_named(fields, line)]
    open_fields = [each for each in fields if each.id not in named]
    required = [each for each in open_fields if each.required]
    missing = [each for each in required if shown.get(each.id, "") in EMPTY]
    places = next((each for each in (missing, required, open_fields) if len(each) == len(unnamed)), None)
    if places is None and unnamed:
        return {}
    return {**named, **{each.id: line for each, line in zip(places or (), unnamed, strict=True)}}


def lines_of(fields: tuple[Field, ...], typed: str) -> list[str]:
    """Return the lines of a message; the parts of a single line, when something parts it."""
    lines = [line.strip() for line in tidy(typed).splitlines() if line.strip()]
    if len(lines) != 1 or field_named(fields, lines[0]):
        return lines
    for separator in SEPARATORS:
        if separator in lines[0]:
            return [part.strip() for part in lines[0].split(separator) if part.strip()]
    by_commas = [part.strip() for part in BETWEEN_VALUES.split(lines[0])]
    if len(by_commas) == len(fields) > 2 and all(by_commas):
        return by_commas
    numbered = NUMBERED.fullmatch(lines[0])
    return list(numbered.groups()) if numbered and begins_with_a_choice(fields) else lines


def begins_with_a_choice(fields: tuple[Field, ...]) -> bool:
    """Return whether a form is a choice and what there is to say about it, as in "2 is too few"."""
    return len(fields) == 2 and isinstance(fields[0], Choice)


def field_named(fields: tuple[Field, ...], line: str) -> Field | None:
    """Return the input whose label, or a word of no other label, begins the line and is followed by a colon."""
    label, colon, _rest = line.replace("：", ":", 1).partition(":")
    wanted = folded(label)
    if not colon or not wanted:
        return None
    return the_one(fields, lambda label: label == wanted) or the_one(fields, lambda label: wanted in label.split())


def the_one(fields: tuple[Field, ...], is_meant: Callable[[str], bool]) -> Field | None:
    """Return the only input whose label, in any language, is meant."""
    meant = [each for each in fields if any(is_meant(folded(t(each.label))) for t in all_texts())]
    return meant[0] if len(meant) == 1 else None


def value_of(each: Field, line: str) -> str:
    """Return the value on a line, without the input's label."""
    return line.replace("：", ":", 1).partition(":")[2].strip() if field_named((each,), line) else line
