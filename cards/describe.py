"""Orders in words: the facts about an order that several cards show."""

from collections.abc import Iterator
from datetime import datetime

from bot.domain.orders import STATE_NAMES, Order, OrderState
from bot.domain.people import Role
from bot.intake.columns import CONTACT, ORDER_COLUMNS, Column
from bot.language.texts import Texts, _

HOLDER, NOMINEE = _("Now with"), _("Asked to take over")

# Stands on every card that speaks of provisioning while it is simulated.
SIMULATED = _("Simulated: nothing is done at Cisco, and nothing is billed.")

IT_IS_DONE = _("It is done")

Pair = tuple[str, str]


def order_facts(order: Order, t: Texts) -> list[Pair]:
    """Return the facts by which a person recognizes their order."""
    return [fact_of(order, column, t) for column in ORDER_COLUMNS if column.shown_to is Role.MEMBER]


def all_facts(order: Order, t: Texts) -> list[Pair]:
    """Return all facts of an order, and who has it now."""
    facts = (fact for column in ORDER_COLUMNS if column.shown_to for fact in facts_about(order, column, t))
    return [(title, words) for title, words in facts if words]


def facts_about(order: Order, column: Column, t: Texts) -> Iterator[Pair]:
    """Yield the fact of a column; after the contact also the order's holder and nominee."""
    yield fact_of(order, column, t)
    if column is CONTACT:
        yield t(HOLDER), order.holder if order.holder != order.contact else ""
        yield t(NOMINEE), order.nominee


def fact_of(order: Order, column: Column, t: Texts) -> Pair:
    """Return the title of a column and what the order has in it."""
    return t(column.title), column.say(getattr(order, column.name), t)


def state_of(order: Order, person: str, t: Texts) -> str:
    """Return the state of an order as `person` reads it, to whom it may be that it was handed."""
    is_theirs = order.state is OrderState.HANDED_TO_CUSTOMER and person == order.holder
    return t(_("handed to you")) if is_theirs else t(STATE_NAMES[order.state])


def state_and_days(order: Order, t: Texts, now: datetime, default_zone: str, person: str = "") -> str:
    """Return the state of an order, with the days until its line closes while it is not over."""
    state = state_of(order, person, t)
    return state if order.state.is_over else f"{state} · {days_left_words(order.days_left(now, default_zone), t)}"


def until_closing(days_left: int, t: Texts) -> str:
    """Return a sentence about how many days are left until the line closes."""
    if days_left < 0:
        return t(_("The order line is closed"))
    if days_left == 0:
        return t(_("The order line closes today"))
    return t.count(
        _("{n} day left until the order line closes"), _("{n} days left until the order line closes"), days_left
    )


def orders_waiting(n: int, t: Texts) -> str:
    """Say how many orders wait for somebody."""
    return t.count(_("{n} order waits for you"), _("{n} orders wait for you"), n)


def days_left_words(days_left: int, t: Texts) -> str:
    """Return how many days are left, in a few words for a table."""
    if days_left < 0:
        return t(_("line closed"))
    if days_left == 0:
        return t(_("closes today"))
    return t.count(_("{n} day left"), _("{n} days left"), days_left)
