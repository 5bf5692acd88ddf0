"""The columns of an order: everything that can be said about one, declared once.

Reading it from a file, from HTTP and from the chat, keeping it at the next import, showing, exporting, searching and
changing it follow from here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.domain.company_names import LONGEST_NAME, company_name
from bot.domain.orders import OFFERS, SERVICE_NAMES, Service
from bot.domain.people import Role
from bot.domain.places import country_named, zone_named
from bot.intake import cells
from bot.intake.dates import Notation, read_date
from bot.language.countries import country_name
from bot.language.folders import LANGUAGES, SOURCE_LANGUAGE, words_for
from bot.language.texts import Texts, _


def as_written(value: object, _t: Texts) -> str:
    """Say a value as it is."""
    return str(value)


@dataclass(frozen=True, slots=True)
class Column:
    """One thing to say about an order, or about one of its lines.

    `name` is its attribute of Order or Line, and its name in JSON; `heading` stands over it in a file, and is "" where
    it follows from the lines. `read` makes a value of what was written, or complains; `blank` is the value where
    nothing was written. `about`, `example` and `shape` (JSON Schema) describe it to whoever writes a feed.

    `title` is what people call it, and `say` puts a value into words. `word` names it in the chat, and is "" where it
    cannot be said there. The role `set_by` may change it there, and the role `shown_to` sees it on cards.
    """

    name: str
    heading: str
    about: str
    example: str
    read: Callable[[str], Any] = str
    blank: object = ""
    required: bool = False
    shape: Mapping[str, Any] = field(default_factory=dict)
    title: str = ""
    say: Callable[[Any, Texts], str] = as_written
    word: str = ""
    set_by: Role | None = None
    shown_to: Role | None = Role.ORDER_REP
    searched: bool = False

    @property
    def is_list(self) -> bool:
        """Whether it holds several values: a list in JSON, with semicolons between them elsewhere."""
        return self.shape.get("type") == "array"

    def called(self, t: Texts) -> str:
        """Return what people call it in their language: over a column of an export, by which an import knows it too."""
        if self.title:
            return t(self.title)
        return next(iter(words_for("columns", self.heading, t.language)), self.heading)

    @property
    def is_email(self) -> bool:
        """Whether it holds an address."""
        return self.shape.get("format") == "email"


def lone_date(written: str) -> date:
    """Return a date that is written by itself, so that no other date tells the order of its digits."""
    return read_date(written, Notation())


def said_zone(zone: str, t: Texts) -> str:
    """Say a time zone as people do."""
    return t.zone(zone)


def said_day(day: date, t: Texts) -> str:
    """Say a date with its weekday."""
    return t.day(day)


def said_services(services: tuple[Service, ...], t: Texts) -> str:
    """List services by their names."""
    return t.listing(t(SERVICE_NAMES[service]) for service in services)


NUMBER = Column(
    "number",
    "WEB ORDER ID",
    "The CCW Web Order ID.",
    "90417263",
    cells.order_number,
    required=True,
    shape={"pattern": f"^{cells.ORDER_NUMBER.pattern}$"},
    title=_("Order"),
    word="number",
    shown_to=Role.MEMBER,
    searched=True,
)
CUSTOMER = Column(
    "customer_name",
    "END CUSTOMER NAME",
    "The end customer.",
    "Contoso Dental Group",
    company_name,
    required=True,
    shape={"maxLength": LONGEST_NAME},
    title=_("Customer"),
    word="customer",
    shown_to=Role.MEMBER,
    searched=True,
)
OFFER = Column(
    "offer",
    "",
    "The offer, found among the lines.",
    "A-FLEX-3",
    required=True,
    shape={"enum": sorted(OFFERS)},
    title=_("Offer"),
    shown_to=Role.MEMBER,
    searched=True,
)
SERVICES = Column(
    "services",
    "SERVICES",
    "What was bought; without it, the usual services of the offer.",
    "meetings;calling",
    cells.services,
    blank=frozenset[Service](),
    shape={"type": "array", "items": {"enum": [str(service) for service in Service]}},
    title=_("Services"),
    say=said_services,
    word="services",
    shown_to=Role.MEMBER,
)
START = Column(
    "start_date",
    "REQUESTED START DATE",
    "The requested start date: on this day the contact is invited; at once, if it is past.",
    "2026-03-02",
    lone_date,
    blank=date.min,
    required=True,
    shape={"format": "date"},
    title=_("Requested start date"),
    say=said_day,
    word="start",
    set_by=Role.ORDER_REP,
    shown_to=Role.MEMBER,
)
PARTNER = Column(
    "partner_name",
    "PARTNER NAME",
    "The partner that sold it.",
    "Northwind Collab",
    company_name,
    shape={"maxLength": LONGEST_NAME},
    title=_("Partner"),
    word="partner",
    searched=True,
)
SUBSCRIPTION = Column(
    "subscription",
    "",
    "The subscription of the first line that names one.",
    "Sub1234567",
    title=_("Subscription"),
    searched=True,
)
CONTACT = Column(
    "contact",
    "PROVISIONING CONTACT EMAIL",
    "Who sets up the order.",
    "ann@northwind.example.com",
    cells.person,
    required=True,
    shape={"format": "email"},
    title=_("Provisioning contact"),
    word="contact",
    set_by=Role.ORDER_REP,
    searched=True,
)
COUNTRY = Column(
    "country",
    "COUNTRY",
    "The customer's country or region, by ISO 3166 code or by name; its working week and holidays count.",
    "SA",
    country_named,
    title=_("Country or region"),
    say=country_name,
    word="country",
    set_by=Role.ADMIN,
)
ZONE = Column(
    "zone",
    "TIME ZONE",
    "By whose clock reminders come, by IANA name or by city.",
    "Asia/Riyadh",
    zone_named,
    title=_("Time zone"),
    say=said_zone,
    word="zone",
    set_by=Role.ADMIN,
)
LANGUAGE = Column(
    "language",
    "LANGUAGE",
    "In which language the contact is written to.",
    SOURCE_LANGUAGE,
    cells.language,
    shape={"enum": sorted(LANGUAGES)},
    title=_("Language"),
    word="language",
    set_by=Role.ORDER_REP,
    shown_to=None,
)
REP = Column(
    "rep",
    "REP EMAIL",
    "The Cisco representative of the order.",
    "rita@cisco.example.com",
    cells.person,
    shape={"format": "email"},
    title=_("Cisco representative"),
    word="rep",
    set_by=Role.ADMIN,
    searched=True,
)
ITEM = Column(
    "item",
    "ORDERED ITEM",
    f"What was ordered. At least one line of an order begins with {', '.join(OFFERS)}.",
    "A-FLEX-3",
    required=True,
    title=_("Ordered item"),
    word="item",
)
STATUS = Column(
    "status",
    "CCW LINE STATUS",
    "An order whose lines are all Cancelled is cancelled; all Cancelled or Closed, it is closed.",
    "Booked",
)

# What is known about an order as a whole, in the order in which cards and the export show it.
ORDER_COLUMNS = (
    NUMBER,
    CUSTOMER,
    OFFER,
    SERVICES,
    START,
    PARTNER,
    SUBSCRIPTION,
    CONTACT,
    COUNTRY,
    ZONE,
    LANGUAGE,
    REP,
)
# What a line keeps as the report writes it. The report's columns are those of Cisco's subscription-order
# report, as a partner's own importer of it names them.
LINE_COLUMNS = (
    ITEM,
    Column("subscription", "SUBSCRIPTION ID", "The subscription that the line belongs to.", "Sub1234567"),
    STATUS,
    Column("hold", "HOLD NAME", "What holds the line up.", "Compliance Hold"),
    Column("value", "ORDER VALUE", "What it costs, as written.", "12000.00"),
    Column("monthly_revenue", "MONTHLY RECURRING REVENUE (MRC)", "What it costs a month, as written.", "333.33"),
    Column("term", "INITIAL TERM", "How many months it is bought for.", "36"),
    Column("submitted_on", "ORDER SUBMIT DATE", "When it was submitted, as written.", "2026-02-20"),
    Column("submitted_by", "ORDER SUBMITTED BY", "Who submitted it, as written.", "sam@northwind.example.com"),
    Column("magic_key", "MAGIC KEY", "The key that the report gives the line.", "K-1"),
)
# What is said about an order as a whole; its other columns follow from its lines.
SAID_COLUMNS = tuple(column for column in ORDER_COLUMNS if column.heading)
# Lines of one order must agree on these, where they say anything.
ALIKE_COLUMNS = tuple(column for column in SAID_COLUMNS if column not in (NUMBER, SERVICES))
COLUMNS = (NUMBER, *LINE_COLUMNS, *ALIKE_COLUMNS, SERVICES)
# What people say about a new order, by the words of the chat; first what is required.
WORDS: Mapping[str, Column] = {
    column.word: column for column in sorted(COLUMNS, key=lambda column: not column.required) if column.word
}
# What may be changed in the chat: first what a representative of the order may change.
CHANGEABLE: Mapping[str, Column] = {
    column.word: column
    for column in sorted(ORDER_COLUMNS, key=lambda column: column.set_by is Role.ADMIN)
    if column.set_by
}
