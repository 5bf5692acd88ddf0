"""Typing is enough: at a step, a typed line means that a button is pressed or that inputs are filled in."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from bot.errors import InvalidAnswer
from bot.language.addresses import email_address
from bot.language.answers import answer_meant, in_plain_form
from bot.language.texts import all_texts
from bot.language.typed import said_plainly, tidy
from bot.wizard.choosing import wishes_to_change
from bot.wizard.fields import NO, EmailAddress, ReservedName, Toggle
from bot.wizard.parting import begins_with_a_choice, between_commas, field_named, is_labelled, lines_of, value_of
from bot.wizard.placing import EMPTY, in_their_places, is_certain, is_readable, takes
from bot.wizard.step import Answer, Button, Field, Stop

# What people say to what can be changed later, besides a plain yes; to what is for good it is no answer.
ONWARD = frozenset({"next", "fine", "accept", "done"})


# What is done with inputs that are shown, so that somebody checks them.
FILL = "fill"


@dataclass(frozen=True, slots=True)
class Typed:
    """A typed message as the step understands it: the verb of a button, or FILL, and the inputs."""

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
    if is_said_to_be_wrong(stop, typed):
        return Typed("wrong")
    rest = without_the_button(buttons, typed)
    agreed = agreement(stop, answer_meant(rest), shown)
    return agreed if agreed is not None else entry(stop, rest, shown, is_change=rest != typed)


def agreement(stop: Stop, meant: str, shown: Answer) -> Typed | None:
    """Return what a word that agrees, such as yes or next, means at a step; None for words that are to be read."""
    verbs, fields = verbs_of(stop), stop.fields
    answers = Typed("answer" if "answer" in verbs else "", shown)
    if meant in ONWARD and answers.verb and not stop.warning:
        return answers
    toggles = {each.id: NO for each in fields if isinstance(each, Toggle)}
    if stop.step.seals and meant in ONWARD:
        # Where there is something to agree to, that is what is said to be missing.
        return Typed("answer", {**shown, **toggles}) if toggles else Typed("")
    if stop.step.seals and meant == "yes" and not toggles:
        return answers
    if not fields:
        return answers if meant == "yes" or (meant in ONWARD and not stop.step.seals) else Typed("", shown)
    if meant in {"yes", *ONWARD} and is_suggested(fields, shown):
        return Typed(verb_of(verbs), shown)
    return answers if meant == "yes" and answers.verb and nothing_is_missing(stop, shown) else None


def is_said_to_be_wrong(stop: Stop, typed: str) -> bool:
    """Return whether somebody says that something is wrong, where there is a button for it."""
    return "wrong" in {button.verb for button in stop.buttons} and not answer_meant(typed) and wishes_to_change(typed)


def entry(stop: Stop, typed: str, shown: Answer, *, is_change: bool) -> Typed:
    """Return what words mean that fill inputs, or name the answer that is to be changed: `is_change`, said before."""
    verbs, fields, meant = verbs_of(stop), stop.fields, answer_meant(typed)
    if "change" in verbs and not meant and (is_change or wishes_to_change(typed)):
        return Typed("change", {**shown, "change": answer_to_change(stop, typed)})
    inputs = settled(fields, typed, shown)
    if not inputs and not is_only_an_answer(fields, meant):
        inputs = filled(stop, typed, shown)
    if inputs:
        doubtful = names_perhaps(fields, inputs)
        return Typed(FILL if doubtful else verb_of(verbs), {**shown, **inputs, **doubtful})
    perhaps = perhaps_filled(stop, typed, shown) if not meant else {}
    return Typed(FILL if perhaps else "", {**shown, **perhaps})


def names_perhaps(fields: tuple[Field, ...], inputs: Answer) -> Answer:
    """Return the names that only one order can have, where something is rather talk or has such a name in it."""
    names = (each for each in fields if isinstance(each, ReservedName))
    return {each.id: name for each in names if (name := each.perhaps_meant(inputs.get(each.id, "")))}


def verbs_of(stop: Stop) -> frozenset[str]:
    """Return the verbs of the buttons that take what was entered."""
    return frozenset(button.verb for button in stop.buttons if button.submits)


def verb_of(verbs: Collection[str]) -> str:
    """Return the verb of a button that takes inputs.

    Where answers can be changed, the only input says which: to choose one is to ask for it.
    """
    return next((verb for verb in ("change", "answer") if verb in verbs), "") or next(iter(verbs), "")


def answer_to_change(stop: Stop, typed: str) -> str:
    """Return the answer that somebody names who wishes to change one; "" where they name none."""
    try:
        return stop.parse({"change": typed})["change"]
    except InvalidAnswer:
        return ""


def nothing_is_missing(stop: Stop, shown: Answer) -> bool:
    """Return whether a form shows all that has to be entered, warns of nothing, and has nothing else to agree to."""
    asks_more = stop.warning or any(isinstance(each, Toggle) for each in stop.fields)
    has_all = all(shown.get(each.id) for each in stop.fields if each.required)
    return len(stop.fields) > 1 and has_all and not asks_more


def is_suggested(fields: tuple[Field, ...], shown: Answer) -> bool:
    """Return whether a form is a name or an address, and suggests one: a yes agrees to it, since none is called yes."""
    is_of_a_kind = len(fields) == 1 and isinstance(fields[0], ReservedName | EmailAddress)
    return is_of_a_kind and bool(shown.get(fields[0].id))


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
    wanted = in_plain_form(typed)
    return next((b for b in buttons if wanted in {in_plain_form(t(b.title)) for t in all_texts()}), None)


def button_that_says_no(buttons: tuple[Button, ...], typed: str) -> Button | None:
    """Return the button that a plain no presses, if that was typed."""
    return next((button for button in buttons if button.says_no), None) if answer_meant(typed) == "no" else None


def without_the_button(buttons: tuple[Button, ...], typed: str) -> str:
    """Return what was typed without the name of a button: Change in "change role", Provision in "yes, provision"."""
    first, _blank, rest = tidy(typed).partition(" ")
    before, behind = (button_named(buttons, words) if rest else None for words in (first, rest))
    if before and before.verb == "change":
        return rest
    return first if behind and behind.verb == "answer" and answer_meant(first) == "yes" else typed


def filled(stop: Stop, typed: str, shown: Answer) -> dict[str, str]:
    """Return typed lines as inputs: `label: value` goes where the label says, the others in order.

    A stray word must not be taken for the first input of a form. So lines without labels count only if there are as
    many as inputs that are still empty, as required ones, or as all; or if only one way to place them is the best.
    """
    fields = stop.fields
    if len(fields) == 1:
        return {fields[0].id: value_of(fields[0], tidy(typed))}
    shown = without_refused(stop, shown)
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
    counted = next((each for each in (missing, required, open_fields) if len(each) == len(unnamed)), None)
    in_order = {each.id: line for each, line in zip(counted or (), unnamed, strict=bool(counted))}
    is_taken = all(takes(each, in_order[each.id], stop.situation) for each in counted or ())
    placed = {} if counted and is_taken else in_their_places(open_fields, unnamed, shown, stop.situation)
    if not is_certain(open_fields, placed, shown):
        placed = {}
    return {} if unnamed and not (placed or in_order) else {**named, **(placed or in_order)}


def perhaps_filled(stop: Stop, typed: str, shown: Answer) -> Answer:
    """Return what lines, or the parts of one between commas, are most probably meant for: to be shown, not taken."""
    lines = lines_of(stop.fields, typed)
    if len(stop.fields) == 1 or any(field_named(stop.fields, line) for line in lines):
        return {}
    parts = between_commas(lines[0]) if len(lines) == 1 else lines
    return in_their_places(stop.fields, parts, without_refused(stop, shown), stop.situation)


def without_refused(stop: Stop, shown: Answer) -> Answer:
    """Return what the card shows without what its inputs refuse: that is as good as missing, and asked for anew."""
    return {each.id: shown.get(each.id, "") for each in stop.fields if is_readable(each, shown, stop.situation)}


def the_address(fields: tuple[Field, ...], named: Collection[str], lines: list[str]) -> tuple[str, str] | None:
    """Return the only input for an address that is open, with the only line that is one: it needs no label."""
    places = [each.id for each in fields if isinstance(each, EmailAddress) and each.id not in named]
    addresses = [line for line in lines if email_address(line)]
    return (places[0], addresses[0]) if len(places) == len(addresses) == 1 else None
