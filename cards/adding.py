"""Adding an order: the form for it, and the question whether to add one whose contact is told at once."""

from collections.abc import Iterator, Mapping, Sequence

from bot.domain.actions import Pack
from bot.domain.orders import Order
from bot.domain.outgoing import Message
from bot.intake.columns import WORDS
from bot.intake.problems import Problem
from bot.intake.typed_orders import MISSING
from bot.language.texts import Texts, _
from cards import elements as e
from cards.describe import all_facts
from cards.importing import told_words
from cards.kit import render
from cards.words import said

USAGE = '/order add N item=A-FLEX-3 start=2026-03-02 contact=name@example.com customer="Name" …'


def adding_form(t: Texts, entered: Mapping[str, str], problems: Sequence[Problem], *, pack: Pack) -> Message:
    """Return the form for a new order. After a mistake it holds what was entered, with what is wrong."""
    return render(
        [
            e.Heading(t(_("Add an order"))),
            *(elsewhere(problem, t) for problem in problems[: len(WORDS)] if problem.column not in WORDS),
            *inputs(t, entered, {problem.column: problem.say(t) for problem in problems}),
            e.TextOnly(t(_("To answer by typing, name each field, with quotation marks around blanks."))),
            e.Submit(t(_("Add the order")), pack("order_filled_in"), submits=True, main=True, typed=USAGE),
        ],
        t,
    )


def inputs(t: Texts, entered: Mapping[str, str], wrong: Mapping[str, str]) -> Iterator[e.Element]:
    """Yield a line for each field, with what is wrong with it."""
    for word, column in WORDS.items():
        yield e.TextInput(
            word,
            t(column.title),
            value=said(entered.get(word, "")),
            hint=column.example,
            required=column.required,
            error=t(MISSING),
        )
        if word in wrong:
            yield e.Complaint(wrong[word], t(column.title))


def elsewhere(problem: Problem, t: Texts) -> e.Complaint:
    """Return what is wrong with a field that the form does not have, with the name that was given to it."""
    return e.Complaint(t.labelled(t.isolate(said(problem.column, 40)), problem.say(t)))


def addition(order: Order, told: int, t: Texts) -> list[e.Element]:
    """Return the facts of an order whose contact hears of it as soon as it is added."""
    return [e.Facts(tuple(all_facts(order, t))), e.Paragraph(told_words(told, t), e.Look.STRONG)]
