"""Orders: what a partner bought in Cisco Commerce Workspace, and how far its setup is."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Self
from zoneinfo import ZoneInfo

from bot.language.texts import _
from bot.language.typed import latin_digits


class Service(StrEnum):
    """A service that can be bought, by the word used in the SERVICES column."""

    MEETINGS = "meetings"
    CALLING = "calling"
    MESSAGING = "messaging"
    CONTACT_CENTER = "contact-center"


SERVICE_NAMES: Mapping[Service, str] = {
    Service.MEETINGS: _("Meetings"),
    Service.CALLING: _("Calling"),
    Service.MESSAGING: _("Messaging"),
    Service.CONTACT_CENTER: _("Contact Center"),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """A top-level order family.

    `closes_after_days`: days from the invitation until Cisco closes the order line by policy.
    Source: help.webex.com WBX000028108 (A-FLEX and A-FLEX-3: 7 days, other collaboration offers: 30).
    `usual_services`: what such an order holds when the file does not say.
    """

    name: str
    closes_after_days: int
    usual_services: tuple[Service, ...]


OFFERS: Mapping[str, Offer] = {
    offer.name: offer
    for offer in (
        Offer("A-WX", 30, (Service.MEETINGS,)),
        Offer("A-SPK", 30, (Service.MESSAGING, Service.MEETINGS)),
        Offer("A-FLEX", 7, (Service.MEETINGS, Service.CALLING, Service.MESSAGING)),
        Offer("A-FLEX-3", 7, (Service.MEETINGS, Service.CALLING, Service.MESSAGING)),
    )
}


class OrderState(StrEnum):
    """Where an order stands; the words are shown to people, translated."""

    SCHEDULED = "scheduled"
    INVITED = "invited"
    STARTED = "started"
    HANDED_TO_CUSTOMER = "handed to customer"
    STOPPED = "stopped: unknown organization"
    MAPPED = "mapped"
    IN_SERVICE_SETUP = "in service setup"
    READY_AT_CISCO = "ready at Cisco"
    PROVISIONED = "provisioned"
    CANCELLED = "cancelled"
    CLOSED = "closed"

    @property
    def is_over(self) -> bool:
        """Whether nothing more can happen to the order."""
        return self in {OrderState.PROVISIONED, OrderState.CANCELLED, OrderState.CLOSED}

    @property
    def calls_nobody(self) -> bool:
        """Whether no representative is called for it any more. For others that are over, help can still be asked."""
        return self is OrderState.CANCELLED

    @property
    def is_before_mapping(self) -> bool:
        """Whether the organizations are not confirmed yet, so that contact and answers can still change."""
        return self in {
            OrderState.SCHEDULED,
            OrderState.INVITED,
            OrderState.STARTED,
            OrderState.HANDED_TO_CUSTOMER,
            OrderState.STOPPED,
        }


STATE_NAMES: Mapping[OrderState, str] = {
    OrderState.SCHEDULED: _("scheduled"),
    OrderState.INVITED: _("invited"),
    OrderState.STARTED: _("started"),
    OrderState.HANDED_TO_CUSTOMER: _("handed to customer"),
    OrderState.STOPPED: _("stopped: unknown organization"),
    OrderState.MAPPED: _("mapping confirmed"),
    OrderState.IN_SERVICE_SETUP: _("in service setup"),
    OrderState.READY_AT_CISCO: _("ready at Cisco"),
    OrderState.PROVISIONED: _("provisioned"),
    OrderState.CANCELLED: _("cancelled"),
    OrderState.CLOSED: _("closed"),
}


def normal_number(written: str) -> str:
    """Return an order id in the one form in which we compare and store it: #web90431. is WEB90431.

    Letters of other alphabets stay as they are: some have upper-case forms in Latin, so two ids would become one.
    """
    number = latin_digits(written).strip().removeprefix("#").rstrip(".?!").strip()
    return number.upper() if number.isascii() else number


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the order report, as written there: the setup depends on nothing in it."""

    item: str
    subscription: str = ""
    status: str = ""
    hold: str = ""
    value: str = ""
    monthly_revenue: str = ""
    term: str = ""
    submitted_on: str = ""
    submitted_by: str = ""
    magic_key: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """An order.

    The first block follows what files and other systems say about it, as bot/intake/columns.py declares; the second is
    what has happened here, and no file changes it.

    `contact` is the provisioning contact of the file; `holder` is the order's person now (the contact, or whoever it
    was handed to); `nominee` was asked to take over and has not answered; `handed_by` is who handed it on last, to a
    colleague or to the customer. Emails are lower case, `country` is ISO 3166 alpha-2, `zone` an IANA name, `language`
    the code of one of our languages; all moments are aware UTC.
    """

    number: str
    offer: str
    start_date: date
    contact: str
    customer_name: str
    lines: tuple[Line, ...] = ()
    services: tuple[Service, ...] = ()
    partner_name: str = ""
    subscription: str = ""
    country: str = ""
    zone: str = ""
    language: str = ""
    rep: str = ""

    state: OrderState = OrderState.SCHEDULED
    holder: str = ""
    nominee: str = ""
    with_customer: bool = False
    handed_by: str = ""
    invited_at: datetime | None = None
    begun_at: datetime | None = None
    mapped_at: datetime | None = None
    provisioned_at: datetime | None = None

    @property
    def is_with_its_contact(self) -> bool:
        """Whether nobody has begun it or handed it on, so that another contact in the report becomes its person."""
        return self.begun_at is None and self.holder == self.contact

    @property
    def people(self) -> frozenset[str]:
        """Who has the order in hand: its person, and the colleague who was asked to take it over."""
        return frozenset({self.holder, self.nominee} - {""})

    def given_to(self, contact: str) -> Self:
        """Return this order with another contact, who begins anew even if it was handed on before."""
        state = OrderState.SCHEDULED if self.invited_at is None else OrderState.INVITED
        return replace(
            self, contact=contact, holder=contact, nominee="", with_customer=False, begun_at=None, state=state
        )

    @property
    def closes_after(self) -> timedelta:
        """How long after the invitation the order line closes."""
        return timedelta(days=OFFERS[self.offer].closes_after_days)

    def closes_on(self, default_zone: str) -> date:
        """Return the day on which the line closes, counted from the invitation (until then: the start date)."""
        return self.counted_from(default_zone) + self.closes_after

    def days_left(self, now: datetime, default_zone: str) -> int:
        """Return whole days until the line closes, where the order is; negative once it has."""
        return (self.closes_on(default_zone) - now.astimezone(self.tz(default_zone)).date()).days

    def tz(self, default_zone: str) -> ZoneInfo:
        """Return the order's time zone, else the default one."""
        return ZoneInfo(self.zone or default_zone)

    def at_local(self, day: date, hour: time, default_zone: str) -> datetime:
        """Return a wall-clock moment where the order is, as UTC."""
        return datetime.combine(day, hour, self.tz(default_zone)).astimezone(UTC)

    def counted_from(self, default_zone: str) -> date:
        """Return the day from which the line counts: that of the invitation, but never one before the start date."""
        if self.invited_at is None:
            return self.start_date
        return max(self.start_date, self.invited_at.astimezone(self.tz(default_zone)).date())
