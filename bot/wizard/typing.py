"""Typing is enough: at a step, a typed line means that a button is pressed or that inputs are filled in."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from bot.language.addresses import email_address
from bot.language.answers import answer_meant
from bot.language.texts import all_texts
from bot.language.typed import said_plainly, tidy
from bot.wizard.fields import NO, EmailAddress, ReservedName, Toggle
from bot.wizard.parting import begins_with_a_choice, field_named, is_labelled, lines_of, value_of
from bot.wizard.step import Answer, Button, Field, Stop

# What people say to what can be changed later, besides a plain yes; to what is for good it is no answer.
ONWARD = frozenset({"next", "fine", "accept", "done"})
# What an input holds that nobody has filled in.
EMPTY = ("", NO)


@dataclass(frozen=True, slots=True)
class Typed:
    """A typed message as the step understands it: the verb of a button, and the inputs."""

    verb: str
    inputs: Mapping[str, str] = field(default_factory=dict)


def understand(stop: Stop, typed: str, shown: Answer) -> Typed:
    """Return what a typed message means at a step. `shown` are the values its card shows.

    The words of a button press it, with what the card shows, and a plain no the one that says so. Anything else fills
    the inputs in their order; a step without inputs is gone on from only by a word that agrees. The verb is "" for what
    cannot be understood.
    """
    buttons = stop.buttons
    pressed = button_named(buttons, typed) or button_that_says_no(buttons, typed)
    if pressed is not None:
        return Typed(pressed.verb, shown if pressed.submits else {})
    typed = without_the_button(buttons, typed)
    fields = stop.fields
    verbs = {button.verb for button in buttons if button.submits}
    meant = answer_meant(typed)
    if meant in ONWARD and "answer" in verbs and not stop.warning:
        return Typed("answer", shown)
    if stop.step.seals and meant in ONWARD:
        return Typed("")
    if stop.step.seals and meant == "yes" and not any(isinstance(each, Toggle) for each in fields):
        return Typed("answer" if "answer" in verbs else "", shown)
    if not fields:
        is_agreed = meant == "yes" or (meant in ONWARD and not stop.step.seals)
        return Typed("answer" if "answer" in verbs and is_agreed else "", shown)
    if agrees_to_the_name(fields, typed, shown):
        return Typed(verb_of(verbs), shown)
    inputs = settled(fields, typed, shown)
    if not inputs and not is_only_an_answer(fields, meant):
        inputs = filled(fields, typed, shown)
    if not inputs:
        return Typed("", shown)
    return Typed(verb_of(verbs), {**shown, **inputs})


def verb_of(verbs: Collection[str]) -> str:
    """Return the verb of a button that takes inputs.

    Where answers can be changed, the only input says which: to choose one is to ask for it.
    """
    return next((verb for verb in ("change", "answer") if verb in verbs), "") or next(iter(verbs), "")


def agrees_to_the_name(fields: tuple[Field, ...], typed: str, shown: Answer) -> bool:
    """Return whether somebody agrees to the name that is suggested, instead of giving one: nobody is called yes."""
    is_suggested = len(fields) == 1 and isinstance(fields[0], ReservedName) and bool(shown.get(fields[0].id))
    return is_suggested and answer_meant(typed) in {"yes", *ONWARD}


def is_only_an_answer(fields: tuple[Field, ...], meant: str) -> bool:
    """Return whether words are a yes, a no or the like to a form that asks for none: nothing there is called *yes*."""
    return bool(meant) and len(fields) > 1 and not any(isinstance(each, Toggle) for each in fields)


def settled(fields: tuple[Field, ...], typed: str, shown: Answer) -> dict[str, str]:
    """Return a line as the answer to what the card asks about one input, such as which country was meant."""
    lines = lines_of(fields, typed)
    asked = next((each for each in fields if not each.is_settled(shown.get(each.asked, ""))), None)
    return {asked.id: lines[0]} if asked and len(lines) == 1 and not field_named(fields, lines[0]) else {}


def button_named(buttons: tuple[Button, ...], typed: str) -> Button | None:
    """Return the button whose words, in any language, were typed."""
    wanted = said_plainly(typed)
    return next((b for b in buttons if wanted in {said_plainly(t(b.title)) for t in all_texts()}), None)


def button_that_says_no(buttons: tuple[Button, ...], typed: str) -> Button | None:
    """Return the button that a plain no presses, if that was typed."""
    return next((button for button in buttons if button.says_no), None) if answer_meant(typed) == "no" else None


def without_the_button(buttons: tuple[Button, ...], typed: str) -> str:
    """Return what was typed without the word Change before the answer to change, as in "change role"."""
    first, _blank, rest = tidy(typed).partition(" ")
    button = button_named(buttons, first)
    return rest if rest and button and button.verb == "change" else typed


def filled(fields: tuple[Field, ...], typed: str, shown: Answer) -> dict[str, str]:
    """Return typed lines as inputs: `label: value` goes where the label says, the others in order.

    A stray word must not be taken for the first input of a form. So lines without labels count only if there are as
    many as inputs that are still empty, as required ones, or as all.
    """
    if len(fields) == 1:
        return {fields[0].id: value_of(fields[0], tidy(typed))}
    lines = lines_of(fields, typed)
    if begins_with_a_choice(fields) and len(lines) == 1 and not field_named(fields, lines[0]):
        is_choice = said_plainly(lines[0]).isdecimal() or (shown.get(fields[1].id) and not shown.get(fields[0].id))
        return {fields[0 if is_choice else 1].id: lines[0]}
    named = {each.id: value_of(each, line) for line in lines if (each := field_named(fields, line))}
    unnamed = [line for line in lines if not field_named(fields, line)]
    if named and any(map(is_labelled, unnamed)):
        return {}
    if address := the_address(fields, named, unnamed):
        unnamed.remove(address[1])
        named |= [address]
    open_fields = [each for each in fields if each.id not in named]
    required = [each for each in open_fields if each.required]
    missing = [each for each in required if shown.get(each.id, "") in EMPTY]
    places = next((each for each in (missing, required, open_fields) if len(each) == len(unnamed)), None)
    if places is None and unnamed:
        return {}
    return {**named, **{each.id: line for each, line in zip(places or (), unnamed, strict=True)}}


def the_address(fields: tuple[Field, ...], named: Collection[str], lines: list[str]) -> tuple[str, str] | None:
    """Return the only input for an address that is open, with the only line that is one: it needs no label."""
    places = [each.id for each in fields if isinstance(each, EmailAddress) and each.id not in named]
    addresses = [line for line in lines if email_address(line)]
    return (places[0], addresses[0]) if len(places) == len(addresses) == 1 else None
