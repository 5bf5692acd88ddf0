"""Orders in words: the facts that several cards tell about one."""

from datetime import datetime

from bot.domain.orders import SERVICE_NAMES, STATE_NAMES, Order
from bot.language.texts import Texts, _
from bot.wizard.fields import country_name

Row = tuple[str, str]


def order_rows(order: Order, t: Texts) -> list[Row]:
    """Say which order this is: what its person needs to recognize it."""
    return [
        (t(_("Order")), order.number),
        (t(_("Customer")), order.customer_name),
        (t(_("Offer")), order.offer),
        (t(_("Services")), services(order, t)),
        (t(_("Requested start date")), t.day(order.start_date)),
    ]


def record_rows(order: Order, t: Texts) -> list[Row]:
    """Say everything the file gave, and who has the order now."""
    rows = [
        *order_rows(order, t),
        (t(_("Partner")), order.partner_name),
        (t(_("Subscription")), order.subscription),
        (t(_("Provisioning contact")), order.contact),
        (t(_("Now with")), order.holder),
        (t(_("Asked to take over")), order.nominee),
        (t(_("Country or region")), country_name(order.country, t)),
        (t(_("Time zone")), order.zone),
        (t(_("Cisco representative")), order.rep),
    ]
    return [(label, value) for label, value in rows if value]


def services(order: Order, t: Texts) -> str:
    return t.listing(t(SERVICE_NAMES[service]) for service in order.services)


def state_and_days(order: Order, t: Texts, now: datetime, default_zone: str) -> str:
    """Say how far an order is and, while something can still happen, how long its line stays open."""
    state = t(STATE_NAMES[order.state])
    return state if order.state.is_over else f"{state} · {days_left_words(order.days_left(now, default_zone), t)}"


def until_closing(days_left: int, t: Texts) -> str:
    """Say how many days are left, as a sentence; the last day and what comes after have words of their own."""
    if days_left < 0:
        return t(_("The order line is closed"))
    if days_left == 0:
        return t(_("The order line closes today"))
    return t.count(
        _("{n} day left until the order line closes"), _("{n} days left until the order line closes"), days_left
    )


def days_left_words(days_left: int, t: Texts) -> str:
    """Say how many days are left, in as few words as fit into a table."""
    if days_left < 0:
        return t(_("line closed"))
    if days_left == 0:
        return t(_("closes today"))
    return t.count(_("{n} day left"), _("{n} days left"), days_left)
