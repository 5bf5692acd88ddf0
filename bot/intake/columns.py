"""What an order is: everything that can be said of one, declared once for files, for HTTP and for the chat."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.domain.orders import OFFERS, Service
from bot.intake import cells
from bot.intake.dates import Notation, read_date
from bot.language.folders import LANGUAGES, SOURCE_LANGUAGE


@dataclass(frozen=True, slots=True)
class Column:
    """One thing to say of an order.

    `name` is its attribute of Order or Line, and its name in JSON; `heading` stands over it in a file. `read` makes a
    value of what was written, or complains; `blank` is the value where nothing was. `about`, `example` and `shape`
    (JSON Schema) describe it to who writes a feed.
    """

    name: str
    heading: str
    about: str
    example: str
    read: Callable[[str], object] = str
    blank: object = ""
    required: bool = False
    shape: Mapping[str, object] = field(default_factory=dict)


def lone_date(written: str) -> date:
    """Return a date that no column stands around."""
    return read_date(written, Notation())


NUMBER = Column(
    "number",
    "WEB ORDER ID",
    "The CCW Web Order ID.",
    "90417263",
    cells.order_number,
    required=True,
    shape={"pattern": f"^{cells.ORDER_NUMBER.pattern}$"},
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
)
CONTACT = Column(
    "contact",
    "PROVISIONING CONTACT EMAIL",
    "Who sets up the order.",
    "ann@northwind.example.com",
    cells.email,
    required=True,
    shape={"format": "email"},
)
CUSTOMER = Column(
    "customer_name",
    "END CUSTOMER NAME",
    "The end customer.",
    "Contoso Dental Group",
    cells.company,
    required=True,
    shape={"maxLength": cells.LONGEST_NAME},
)
PARTNER = Column(
    "partner_name",
    "PARTNER NAME",
    "The partner that sold it.",
    "Northwind Collab",
    cells.company,
    shape={"maxLength": cells.LONGEST_NAME},
)
SERVICES = Column(
    "services",
    "SERVICES",
    "What was bought; without it, the usual services of the offer.",
    "meetings;calling",
    cells.services,
    blank=frozenset[Service](),
    shape={"type": "array", "items": {"enum": [str(service) for service in Service]}},
)
COUNTRY = Column(
    "country",
    "COUNTRY",
    "The customer's country or region, by ISO 3166 code or by name; its working week and holidays count.",
    "SA",
    cells.country,
)
ZONE = Column(
    "zone",
    "TIME ZONE",
    "By whose clock reminders come, by IANA name or by city.",
    "Asia/Riyadh",
    cells.zone,
)
LANGUAGE = Column(
    "language",
    "LANGUAGE",
    "In which language the contact is written to.",
    SOURCE_LANGUAGE,
    cells.language,
    shape={"enum": sorted(LANGUAGES)},
)
REP = Column(
    "rep",
    "REP EMAIL",
    "The Cisco representative of the order.",
    "rita@cisco.example.com",
    cells.email,
    shape={"format": "email"},
)
ITEM = Column(
    "item",
    "ORDERED ITEM",
    f"What was ordered. At least one line of an order begins with {', '.join(OFFERS)}.",
    "A-FLEX-3",
    required=True,
)
STATUS = Column(
    "status",
    "CCW LINE STATUS",
    "An order whose lines are all Cancelled is cancelled; all Cancelled or Closed, it is closed.",
    "Booked",
)

# What all lines of an order must say alike, where they say anything.
ORDER_COLUMNS = (START, CONTACT, CUSTOMER, PARTNER, COUNTRY, ZONE, LANGUAGE, REP)
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
COLUMNS = (NUMBER, *LINE_COLUMNS, *ORDER_COLUMNS, SERVICES)
