"""The scene of the demo: its people, the organizations that Webex knows, and orders around today."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

from bot.language.texts import Texts, _

ZONE = ZoneInfo("Asia/Riyadh")
OPENS_AT = time(9, 5)
"""A few minutes after the reminder hour, so that what is due today has come."""
BEGINS_DAYS_EARLIER, BEGINS_AT = timedelta(days=2), time(7, 30)
"""When the bot begins, before the scene opens: the overdue order was invited and escalated on its days."""
REP_SPACE = "Cisco reps EMEA"
NO_BREAK = "\u00a0"


@dataclass(frozen=True)
class Character:
    """Somebody one can be.

    `language` is that of their Webex, where it differs from that of whoever looks; `first_words` are what they said
    before the curtain.
    """

    name: str
    email: str
    role: str
    company: str = ""
    language: str = ""
    is_rep: bool = False
    is_admin: bool = False
    first_words: str = ""

    @property
    def first_name(self) -> str:
        """What the others call them."""
        return self.name.split()[0]

    def about(self, t: Texts) -> str:
        """Return who they are: what they have to do with the orders, of which company, and in which language."""
        facts = (t(self.role), t.isolate(self.company), self.language and t.name_of(self.language))
        return f"{NO_BREAK}· ".join(filter(None, facts))


NORTHWIND, FABRIKAM = "Northwind Collab Partners", "Fabrikam Networks"
NORTHWIND_IN_ARABIC, OASIS_MEDICAL = "نورث ويند لحلول التعاون", "مجموعة الواحة الطبية"
CONTOSO, HORIZON = "Contoso Dental Group", "Horizon Réseaux"

ANN = Character("Ann Larsen", "ann@northwind.example", _("Partner"), NORTHWIND)
OMAR = Character(
    "Omar Haddad", "omar@northwind.example", _("Ann's colleague"), language="ar", first_words="language ar"
)
PIA = Character("Pia Novak", "pia@fabrikam-networks.example", _("Partner"), FABRIKAM)
INES = Character("Inès Moreau", "ines@horizon.example", _("Partner"), HORIZON, "fr", first_words="langue fr")
CARLA = Character("Carla Mendes", "carla@contoso-dental.example", _("Customer"), CONTOSO)
RITA = Character("Rita Chen", "rita@cisco-reps.example", _("Cisco representative"), is_rep=True)
SAMIR = Character("Samir Aziz", "samir@cisco-reps.example", _("Cisco representative"), is_rep=True)
ADA = Character("Ada Berg", "ada@cisco-ops.example", _("Admin of the bot"), is_admin=True)
ZOE = Character("Zoe Stranger", "zoe@elsewhere.example", _("On no order"))
CAST = (ANN, OMAR, PIA, INES, CARLA, RITA, SAMIR, ADA, ZOE)

ANNS_ORDER = "90417263"
OMARS_ORDER = "90417501"
PIAS_LATE_ORDER = "90416988"
INES_ORDER = "90417902"


@dataclass(frozen=True)
class Place:
    """Where a customer is."""

    country: str
    zone: str


RIYADH, DUBAI = Place("SA", "Asia/Riyadh"), Place("AE", "Asia/Dubai")
LONDON, AMSTERDAM = Place("GB", "Europe/London"), Place("NL", "Europe/Amsterdam")
DJIBOUTI = Place("DJ", "Africa/Djibouti")


@dataclass(frozen=True)
class OrderLine:
    """One line of a sample order; `starts` counts days from today."""

    order: str
    item: str
    starts: int
    contact: Character
    partner: str
    customer: str
    place: Place
    services: str = ""
    subscription: str = ""
    language: str = "en"
    rep: str = ""

    def row(self, today: date) -> Mapping[str, str]:
        """Return the line as a row of the order report."""
        return {
            "WEB ORDER ID": self.order,
            "ORDERED ITEM": self.item,
            "SUBSCRIPTION ID": self.subscription,
            "CCW LINE STATUS": "Awaiting Provisioning Details",
            "REQUESTED START DATE": (today + timedelta(days=self.starts)).isoformat(),
            "PROVISIONING CONTACT EMAIL": self.contact.email,
            "PARTNER NAME": self.partner,
            "END CUSTOMER NAME": self.customer,
            "SERVICES": self.services,
            "COUNTRY": self.place.country,
            "TIME ZONE": self.place.zone,
            "LANGUAGE": self.language,
            "REP EMAIL": self.rep,
        }


SOME = "meetings;calling;messaging"
ALL = "meetings;calling;messaging;contact-center"

ANNS = OrderLine(ANNS_ORDER, "A-FLEX-3", 0, ANN, NORTHWIND, CONTOSO, RIYADH, SOME, "Sub104733", rep=RITA.email)
PIAS = OrderLine("90417733", "A-FLEX-3", 3, PIA, FABRIKAM, "Adatum Clinics", LONDON, ALL, "Sub104850")
ORDER_LINES = (
    ANNS,
    replace(ANNS, item="A-FLEX-NUPL-E"),
    OrderLine(
        OMARS_ORDER,
        "A-FLEX",
        0,
        OMAR,
        NORTHWIND_IN_ARABIC,
        OASIS_MEDICAL,
        RIYADH,
        "meetings;calling",
        "Sub104841",
        language="ar",
    ),
    OrderLine(PIAS_LATE_ORDER, "A-SPK", -2, PIA, FABRIKAM, "Tailspin Schools", DUBAI, "", "Sub104699", rep=SAMIR.email),
    OrderLine(INES_ORDER, "A-FLEX-3", 0, INES, HORIZON, "Clinique du Lac", DJIBOUTI, SOME, "Sub104877", language="fr"),
    OrderLine("90417820", "A-WX", 1, CARLA, NORTHWIND, CONTOSO, RIYADH, "meetings", "Sub104866"),
    PIAS,
    replace(PIAS, item="A-FLEX-3-CC"),
    OrderLine("90417310", "A-WX", 7, ANN, NORTHWIND, "Fabrikam Logistics", AMSTERDAM, "meetings", "Sub104802"),
)

# Ann is in neither of Northwind's organizations, though her domain is: she chooses. Omar is in the first: it is his.
# Nobody knows Pia's company: it is new.
ORGANIZATION_COLUMNS = ("ORG ID", "NAME", "KIND", "COUNTRY", "CREATED", "ADMINS", "USERS")
ORGANIZATIONS = (
    ("northwind", NORTHWIND, "partner", "SA", "2019-04-02", "it@northwind.example", OMAR.email),
    ("northwind-gulf", "Northwind Collab Gulf", "partner", "AE", "2023-01-15", "gulf@northwind.example", ""),
    (
        "contoso-dental",
        CONTOSO,
        "customer",
        "SA",
        "2017-09-12",
        CARLA.email,
        "reception@contoso-dental.example;nurse@contoso-dental.example",
    ),
    ("contoso-labs", "Contoso Dental Labs", "customer", "AE", "2021-06-30", "lab@contoso-dental.example", ""),
    ("tailspin", "Tailspin Schools", "customer", "AE", "2016-02-01", "head@tailspin.example", ""),
    ("oasis", OASIS_MEDICAL, "customer", "SA", "2020-11-08", "it@alwaha.example", ""),
    ("adatum", "Adatum Clinics", "customer", "GB", "2022-03-21", "mira@adatum.example", "tom@adatum.example"),
)


def curtain(now: datetime) -> datetime:
    """Return the moment at which the scene opens: now, or on an early morning as soon as today's reminders are out."""
    return max(now, datetime.combine(now.astimezone(ZONE).date(), OPENS_AT, ZONE))


def beginning(opens: datetime) -> datetime:
    """Return the moment at which the bot begins, so that the scene has a past."""
    return datetime.combine(opens.astimezone(ZONE).date() - BEGINS_DAYS_EARLIER, BEGINS_AT, ZONE)


def orders(today: date, *, only: str = "") -> bytes:
    """Return the orders, or one of them, as a file that the bot can import."""
    rows = [line.row(today) for line in ORDER_LINES if only in ("", line.order)]
    return _csv(tuple(rows[0]), [tuple(row.values()) for row in rows])


def directory() -> bytes:
    """Return the organizations, as a file that the bot can import: one for each way in which matching can end."""
    return _csv(ORGANIZATION_COLUMNS, ORGANIZATIONS)


def _csv(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    written = StringIO()
    csv.writer(written).writerows([columns, *rows])
    return written.getvalue().encode()
