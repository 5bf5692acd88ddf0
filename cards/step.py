"""A step of the wizard as a card: the progress, the question, and the buttons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain.actions import NOTHING, Pack
from bot.domain.outgoing import Message
from bot.errors import InvalidAnswer, NothingEntered
from bot.language.texts import Texts, _
from bot.wizard.engine import Position, Progress
from bot.wizard.step import Button, Fact, Field, Stop
from cards import elements as e
from cards.describe import SIMULATED, days_left_words, until_closing
from cards.inputs import input_for
from cards.kit import render
from cards.unfolding import explained
from cards.words import say


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a step's card shows and carries besides the step: progress, the days left, the signer of its buttons.

    `link` is the page on which it is answered; "" where there is none.
    """

    place: Position
    days_left: int
    pack: Pack
    link: str = ""


@dataclass(frozen=True, slots=True)
class Feedback:
    """What is said about the last answer: `entered` are words that were not accepted, `complaint` tells why."""

    entered: Mapping[str, str] = field(default_factory=dict)
    complaint: InvalidAnswer | None = None
    note: str = ""

    def __bool__(self) -> bool:
        return bool(self.complaint or self.note)


NO_FEEDBACK = Feedback()


def step_card(
    stop: Stop, progress: Progress, t: Texts, around: Surroundings, feedback: Feedback = NO_FEEDBACK
) -> Message:
    """Return the card of a step, with what is said about an answer that could not be taken."""
    step, situation, warning, fields = stop.step, stop.situation, stop.warning, stop.fields
    values = {each: value_now(each, stop, progress, feedback.entered) for each in fields}
    inputs = [input_for(each, value, situation, t) for each, value in values.items()]
    groups = [each.group for each in fields]
    asked = {each.asked: words for each, value in values.items() if (words := each.asks(value, situation))}
    return render(
        [
            e.Paragraph(progress_line(stop, around, t), e.Look.SUBTLE),
            e.Paragraph(order_line(stop, t), e.Look.SUBTLE),
            *([e.Paragraph(t(SIMULATED), e.Look.SUBTLE)] if step.claims and situation.is_simulated else []),
            e.Heading(t(step.title)),
            e.Paragraph(t(step.question(situation))),
            *([e.Paragraph(f"{t(_('Important:'))} {t(warning)}", e.Look.ATTENTION)] if warning else []),
            *fact_tables(stop.facts(t), t),
            *([e.Paragraph(feedback.note, e.Look.GOOD)] if feedback.note else []),
            *in_groups(inputs, groups, feedback.complaint, t),
            *how_to_answer(inputs, t),
            *buttons(stop, t, around, asked),
        ],
        t,
    )


def progress_line(stop: Stop, around: Surroundings, t: Texts) -> str:
    """Return the line with the number of the step and the days that are left; in full where it is no numbered step."""
    if not stop.step.counted:
        return until_closing(around.days_left, t)
    return f"{step_number(around.place, t)} · {days_left_words(around.days_left, t)}"


def step_number(place: Position, t: Texts) -> str:
    """Return which step it is, of how many; of about how many where an answer to come decides that."""
    sentence = _("Step {number} of about {total}") if place.may_change else _("Step {number} of {total}")
    return t(sentence, number=place.number, total=place.total)


def order_line(stop: Stop, t: Texts) -> str:
    order = stop.situation.order
    return say(t, _("Order {number} for {customer}"), number=order.number, customer=order.customer_name)


def value_now(field: Field, stop: Stop, progress: Progress, entered: Mapping[str, str]) -> str:
    """Return the value that an input shows: what was entered, else the earlier answer, else a suggestion."""
    answer = progress.answers.get(stop.step.name, {})
    raw = field.entered(entered, stop.situation) if field.id in entered else None
    if raw is not None:
        return raw
    return answer.get(field.id) or field.default(stop.situation)


def fact_tables(facts: Sequence[Fact], t: Texts) -> list[e.Facts | e.Section]:
    """Return facts as tables. A new one begins with each group, and where the first label of an organization recurs."""
    tables: list[e.Facts | e.Section] = []
    for n, part in enumerate(parted(facts)):
        tables += [e.Section(t(part[0].group))] if part[0].group else []
        rows = tuple((t(fact.label), fact.value) for fact in part)
        tables.append(e.Facts(rows, divided=n > 0 and not part[0].group))
    return tables


def parted(facts: Sequence[Fact]) -> list[list[Fact]]:
    parts: list[list[Fact]] = []
    for fact in facts:
        if not parts or fact.group != parts[-1][0].group or fact.label == parts[-1][0].label:
            parts.append([])
        parts[-1].append(fact)
    return parts


def complaint_about(complaint: InvalidAnswer, inputs: Sequence[e.Input], t: Texts) -> e.Complaint:
    """Return what to do about an answer; for the text with the name of the input, where there are several.

    A complaint that nothing was entered names it already.
    """
    is_one_of_several = len(inputs) > 1 and not isinstance(complaint, NothingEntered)
    about = next((each.label for each in inputs if each.id == complaint.field and is_one_of_several), "")
    return e.Complaint(say(t, complaint.text, **complaint.values), about)


def in_groups(
    inputs: Sequence[e.Input], groups: Sequence[str], complaint: InvalidAnswer | None, t: Texts
) -> list[e.Element]:
    """Return the inputs under the titles of their groups, and what is wrong below the one that it is about.

    A complaint about none of them stands before all.
    """
    wrong = [complaint_about(complaint, inputs, t)] if complaint else []
    is_about_one = complaint is not None and complaint.field in [each.id for each in inputs]
    shown: list[e.Element] = [] if is_about_one else [*wrong]
    for each, group, before in zip(inputs, groups, ("", *groups), strict=False):
        shown += [e.Section(t(group), divided=bool(before))] if group != before else []
        shown.append(each)
        shown += wrong if is_about_one and complaint and complaint.field == each.id else []
    return shown


def how_to_answer(inputs: Sequence[e.Input], t: Texts) -> list[e.TextOnly]:
    """Return how to answer by typing instead of filling in the inputs."""
    if len(inputs) <= 1:
        return [e.TextOnly(how_to_fill_in(each, t)) for each in inputs]
    labels = t.listing(t.isolate(name_in_order(each, t)) for each in inputs)
    in_order = t(_("Reply with one line for each, in this order: {labels}."), labels=labels)
    by_name = t(_("To change just one, write its name, a colon and the value: {label}: …"), label=inputs[0].label)
    return [e.TextOnly(in_order), *what_is_missing(inputs, t), e.TextOnly(by_name)]


def what_is_missing(inputs: Sequence[e.Input], t: Texts) -> list[e.TextOnly]:
    """Return which inputs are still missing, where the others have a value."""
    missing = [each for each in inputs if each.required and is_empty(each)]
    if not missing or len(missing) == len(inputs):
        return []
    labels = t.listing(t.isolate(name_in_order(each, t)) for each in missing)
    return [e.TextOnly(t(_("You only need to fill in: {labels}."), labels=labels))]


def is_empty(one: e.Input) -> bool:
    return not one.is_on if isinstance(one, e.ToggleInput) else not one.value


def name_in_order(one: e.Input, t: Texts) -> str:
    """Return the label of an input for that list, with the word that agrees to it, or that it is optional."""
    if isinstance(one, e.ToggleInput):
        return f"{one.label} ({t(_('yes'))})"
    return one.label if one.required else f"{one.label} ({t(_('optional'))})"


def how_to_fill_in(one: e.Input, t: Texts) -> str:
    if isinstance(one, e.ChoiceInput):
        return t(_("Reply with the number or the words."))
    if isinstance(one, e.ToggleInput):
        return t(_("Reply yes to agree."))
    return t(_("Reply with: {label}"), label=one.label)


def buttons(stop: Stop, t: Texts, around: Surroundings, asked: Mapping[str, str]) -> list[e.Button]:
    return [drawn for each in stop.buttons if (drawn := button(each, stop, t, around, asked))]


def button(each: Button, stop: Stop, t: Texts, around: Surroundings, asked: Mapping[str, str]) -> e.Button | None:
    """Return a button of the step; one that opens a page only where there is a page.

    It carries the answer that takes no input, and what the card asks about an earlier entry.
    """
    if each.verb == "explain":
        return explained(t(each.title), stop.step.terms, t)
    if each.verb == "link":
        return e.OpenPage(t(each.title), around.link) if around.link else None
    is_answer = each.verb == "answer"
    is_only_act = stop.step.aside and each.submits
    given = {**stop.carried, **asked} if is_answer else NOTHING
    return e.Submit(t(each.title), around.pack(each.verb, given), submits=each.submits, main=is_answer or is_only_act)
