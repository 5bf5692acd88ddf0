"""Orders as cards: a person's own list, and for admins and representatives a list and one order with its timeline."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.actions import Pack
from bot.domain.orders import Order, OrderState
from bot.domain.outgoing import Message
from bot.language.texts import Texts, _
from cards import elements as e
from cards.describe import all_facts, state_and_days
from cards.history import by_days
from cards.kit import render
from cards.limits import MOST_CHOICES
from cards.words import capitalized, said

ENTRIES_A_PAGE = 15
LONGEST_NAME = 40
NONE = _("There is no order with you at the moment.")


def orders_card(
    orders: Sequence[Order], t: Texts, *, now: datetime, default_zone: str, pack: Pack, page: int = 1, person: str = ""
) -> Message:
    """Return a page of somebody's orders, from which one can be opened, with a button for the next page."""
    page = max(1, min(page, (len(orders) + MOST_CHOICES - 1) // MOST_CHOICES))
    shown = orders[(page - 1) * MOST_CHOICES : page * MOST_CHOICES]
    if not shown:
        return render([e.Heading(t(_("Your orders"))), e.Paragraph(t(NONE))], t)
    lines = [line_about(order, t, now, default_zone, person) for order in shown]
    return render(
        [
            e.Heading(t(_("Your orders"))),
            e.TextOnly(t(_("To open an order, reply with its place in the list, or type “order” and its number."))),
            *(e.TextOnly(f"{n}. {line}") for n, line in enumerate(lines, start=1)),
            which(shown, lines, t),
            *unshown(len(orders) - page * MOST_CHOICES, t),
            e.Submit(t(_("Open")), pack("open_order"), submits=True, main=True, typed=order_typed(shown[0], t)),
            *next_page(orders, page, t, pack),
        ],
        t,
    )


def line_about(order: Order, t: Texts, now: datetime, default_zone: str, person: str = "") -> str:
    return f"{name_of(order, t)} · {state_and_days(order, t, now, default_zone, person)}"


def orders_list(
    orders: Sequence[Order],
    t: Texts,
    *,
    now: datetime,
    default_zone: str,
    more: Sequence[e.Submit] = (),
) -> Message:
    """Return a list of orders for admins; where there are others, `more` is the button that shows them."""
    if not orders:
        return render([e.Heading(t(_("Orders"))), e.Paragraph(t(_("No order matches.")))], t)
    narrow = t(_("There are more. To narrow the search, type /orders and some words."))
    return render(
        [
            e.Heading(t(_("Orders"))),
            listing(orders, t, now, default_zone),
            *([e.Paragraph(narrow, e.Look.SUBTLE)] if more else []),
            *more,
            e.Paragraph(t(_("To see one of them, type /order and its number.")), e.Look.FOOTNOTE),
        ],
        t,
    )


def listing(orders: Sequence[Order], t: Texts, now: datetime, default_zone: str) -> e.Facts:
    rows = tuple((name_of(each, t), capitalized(state_and_days(each, t, now, default_zone))) for each in orders)
    return e.Facts(rows, layout=e.Layout.BELOW)


def name_of(order: Order, t: Texts) -> str:
    return f"{t.isolate(said(order.number))} · {t.isolate(said(order.customer_name, LONGEST_NAME))}"


def which(orders: Sequence[Order], lines: Sequence[str], t: Texts) -> e.ChoiceInput:
    """Return the choice of an order, each with its state."""
    picks = tuple(e.Pick(n, order.number, lines[n - 1]) for n, order in enumerate(orders, start=1))
    return e.ChoiceInput("order", t(_("Order")), picks, value=orders[0].number, expanded=True, listed=False)


def order_typed(order: Order, t: Texts) -> str:
    return f"{t(_('order'))} {said(order.number)}"


def next_page(orders: Sequence[Order], page: int, t: Texts, pack: Pack) -> list[e.Element]:
    """Return the button for the next page; nothing on the last one."""
    if page * MOST_CHOICES >= len(orders):
        return []
    typed = f"{t(_('orders'))} {page + 1}"
    return [e.Submit(t(_("Show more")), pack("more_orders", {"page": str(page + 1)}), typed=typed)]


def unshown(n: int, t: Texts) -> list[e.Element]:
    if n <= 0:
        return []
    return [e.Paragraph(t.count(_("{n} more is not shown."), _("{n} more are not shown."), n), e.Look.SUBTLE)]


@dataclass(frozen=True, slots=True)
class Timeline:
    """What happened to an order, in words, the oldest first; a page of it is read in a `zone`, the latest on page 1."""

    entries: Sequence[tuple[datetime, str]]
    zone: ZoneInfo
    page: int = 1

    @property
    def older(self) -> int:
        """How many entries are older than the page."""
        return max(0, len(self.entries) - self.page * ENTRIES_A_PAGE)

    @property
    def shown(self) -> Sequence[tuple[datetime, str]]:
        """The entries of the page."""
        return self.entries[self.older : max(0, len(self.entries) - (self.page - 1) * ENTRIES_A_PAGE)]


def order_card(
    order: Order,
    t: Texts,
    timeline: Timeline,
    *,
    now: datetime,
    default_zone: str,
    step_title: str = "",
    at_cisco: str = "",
    acts: Sequence[e.Submit] = (),
) -> Message:
    """Return all about an order; `acts` are the buttons for what its reader may do."""
    step = [(t(_("Step")), step_title)] if step_title else []
    asked = [(t(_("At Cisco")), at_cisco)] if at_cisco else []
    rows = [(t(_("State")), state_and_days(order, t, now, default_zone)), *step, *asked, *all_facts(order, t)[1:]]
    return render(
        [
            e.Heading(t(_("Order {number}"), number=said(order.number))),
            e.Facts(tuple(rows)),
            *way_back(order, t),
            *acts,
            *history_of(timeline, t),
            *way_further_back(order, timeline, t),
        ],
        t,
    )


def way_further_back(order: Order, timeline: Timeline, t: Texts) -> list[e.Element]:
    """Say how many entries are older than those shown, and what shows them."""
    if not timeline.older:
        return []
    typed = f"/order {said(order.number)} page {timeline.page + 1}"
    how = e.Paragraph(t(_("For what was before, type {words}"), words=typed), e.Look.SUBTLE)
    return [*unshown(timeline.older, t), how]


def way_back(order: Order, t: Texts) -> list[e.Element]:
    """Say what can be done about an order that was cancelled."""
    if order.state is not OrderState.CANCELLED:
        return []
    return [e.Paragraph(t(_("An admin can bring it back: /order reopen {order}"), order=said(order.number)))]


def history_of(timeline: Timeline, t: Texts) -> list[e.Element]:
    """Return what happened day by day, in a time zone."""
    told = [*by_days(timeline.shown, timeline.zone, t)]
    return [e.Section(t(_("Timeline ({zone})"), zone=t.zone(timeline.zone.key))), *told] if told else []
