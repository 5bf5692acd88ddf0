"""The scene of the demo: its people, the organizations that Webex knows, and orders around today."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Riyadh")
OPENS_AT = time(9, 5)
"""A few minutes after the reminder hour, so that what is due today has come."""
BEGINS_DAYS_EARLIER, BEGINS_AT = timedelta(days=2), time(7, 30)
"""When the bot begins, before the scene opens: the overdue order was invited and escalated on its days."""
REP_SPACE = "Cisco reps EMEA"


@dataclass(frozen=True)
class Character:
    """Somebody one can be. `first_words` are what they said to the bot before the curtain."""

    name: str
    email: str
    role: str
    is_rep: bool = False
    is_admin: bool = False
    first_words: str = ""


ANN = Character("Ann Larsen", "ann@northwind.example", "Partner contact · Northwind Collab Partners")
OMAR = Character(
    "Omar Haddad", "omar@northwind.example", "Ann's colleague · writes Arabic", first_words="language ar"
)
PIA = Character("Pia Novak", "pia@fabrikam-networks.example", "Partner contact · Fabrikam Networks")
CARLA = Character("Carla Mendes", "carla@contoso-dental.example", "Customer · Contoso Dental Group")
RITA = Character("Rita Chen", "rita@cisco-reps.example", "Cisco representative", is_rep=True)
SAMIR = Character("Samir Aziz", "samir@cisco-reps.example", "Cisco representative", is_rep=True)
ADA = Character("Ada Berg", "ada@cisco-ops.example", "Admin of the bot", is_admin=True)
ZOE = Character("Zoe Stranger", "zoe@elsewhere.example", "On no order")
CAST = (ANN, OMAR, PIA, CARLA, RITA, SAMIR, ADA, ZOE)

ANNS_ORDER = "90417263"
OMARS_ORDER = "90417501"
PIAS_LATE_ORDER = "90416988"

IDEAS = (
    "Be Ann: press Set Up Now and go on to the end. Create a new partner organization, and you see the password page.",
    "As the customer's administrator give carla@contoso-dental.example (found at once), it@contoso-dental.example "
    "(two to choose from), boss@litware.example (new), or reception@contoso-dental.example (refused, with the reason).",
    "Be Omar: the same in Arabic. Type language en, and it goes on in English.",
    "Be Rita: claim the overdue order, nudge its contact, snooze it; Samir sees who has it.",
    "Jump to the next reminder, and see who hears what.",
    "Be Ada: /orders, /forecast, /help. Be Zoe: a stranger learns nothing.",
)

ORDER_COLUMNS = (
    "WEB ORDER ID",
    "ORDERED ITEM",
    "SUBSCRIPTION ID",
    "CCW LINE STATUS",
    "REQUESTED START DATE",
    "PROVISIONING CONTACT EMAIL",
    "PARTNER NAME",
    "END CUSTOMER NAME",
    "SERVICES",
    "COUNTRY",
    "TIME ZONE",
    "LANGUAGE",
    "REP EMAIL",
)
ORGANIZATION_COLUMNS = ("ORG ID", "NAME", "KIND", "COUNTRY", "CREATED", "ADMINS", "USERS")


def curtain(now: datetime) -> datetime:
    """The moment at which the scene opens: now, or on an early morning as soon as today's reminders are out."""
    return max(now, datetime.combine(now.astimezone(ZONE).date(), OPENS_AT, ZONE))


def beginning(opens: datetime) -> datetime:
    """The moment at which the bot begins, so that the scene has a past."""
    return datetime.combine(opens.astimezone(ZONE).date() - BEGINS_DAYS_EARLIER, BEGINS_AT, ZONE)


def orders(today: date) -> bytes:
    """The orders, as a file that the bot can import."""
    return _csv(ORDER_COLUMNS, [*_orders_of_today(today), *_other_orders(today)])


def _orders_of_today(today: date) -> list[Mapping[str, str]]:
    anns = _order(
        ANNS_ORDER, today, ANN, "Northwind Collab Partners", "Contoso Dental Group", "SA", "Asia/Riyadh"
    ) | {"SERVICES": "meetings;calling;messaging", "SUBSCRIPTION ID": "Sub104733", "REP EMAIL": RITA.email}
    omars = _order(
        OMARS_ORDER, today, OMAR, "نورث ويند لحلول التعاون", "مجموعة الواحة الطبية", "SA", "Asia/Riyadh"
    ) | {"SERVICES": "meetings;calling", "SUBSCRIPTION ID": "Sub104841", "LANGUAGE": "ar"}
    return [
        anns | {"ORDERED ITEM": "A-FLEX-3"},
        anns | {"ORDERED ITEM": "A-FLEX-NUPL-E"},
        omars | {"ORDERED ITEM": "A-FLEX"},
    ]


def _other_orders(today: date) -> list[Mapping[str, str]]:
    days = {number: timedelta(days=number) for number in (-2, 1, 3, 7)}
    late = _order(
        PIAS_LATE_ORDER, today + days[-2], PIA, "Fabrikam Networks", "Tailspin Schools", "AE", "Asia/Dubai"
    ) | {"ORDERED ITEM": "A-SPK", "SUBSCRIPTION ID": "Sub104699", "REP EMAIL": SAMIR.email}
    carlas = _order(
        "90417820", today + days[1], CARLA, "Northwind Collab Partners", "Contoso Dental Group", "SA", "Asia/Riyadh"
    ) | {"ORDERED ITEM": "A-WX", "SERVICES": "meetings", "SUBSCRIPTION ID": "Sub104866"}
    everything = _order(
        "90417733", today + days[3], PIA, "Fabrikam Networks", "Adatum Clinics", "GB", "Europe/London"
    ) | {"SERVICES": "meetings;calling;messaging;contact-center", "SUBSCRIPTION ID": "Sub104850"}
    next_week = _order(
        "90417310", today + days[7], ANN, "Northwind Collab Partners", "Fabrikam Logistics", "NL", "Europe/Amsterdam"
    ) | {"ORDERED ITEM": "A-WX", "SERVICES": "meetings", "SUBSCRIPTION ID": "Sub104802"}
    return [
        late,
        carlas,
        everything | {"ORDERED ITEM": "A-FLEX-3"},
        everything | {"ORDERED ITEM": "A-FLEX-3-CC"},
        next_week,
    ]


def _order(
    number: str, start: date, contact: Character, partner: str, customer: str, country: str, zone: str
) -> dict[str, str]:
    return {
        "WEB ORDER ID": number,
        "CCW LINE STATUS": "Awaiting Provisioning Details",
        "REQUESTED START DATE": start.isoformat(),
        "PROVISIONING CONTACT EMAIL": contact.email,
        "PARTNER NAME": partner,
        "END CUSTOMER NAME": customer,
        "COUNTRY": country,
        "TIME ZONE": zone,
        "LANGUAGE": "en",
    }


def directory() -> bytes:
    """The organizations, as a file that the bot can import: for each way in which matching can end."""
    rows = [
        # Ann is in none of these two, though her domain is: she chooses. Omar is in the first: it is his.
        ("org-northwind", "Northwind Collab Partners", "partner", "SA", "2019-04-02", "it@northwind.example", OMAR.email),
        ("org-northwind-gulf", "Northwind Collab Gulf", "partner", "AE", "2023-01-15", "gulf@northwind.example", ""),
        (
            "org-contoso-dental",
            "Contoso Dental Group",
            "customer",
            "SA",
            "2017-09-12",
            CARLA.email,
            "reception@contoso-dental.example;nurse@contoso-dental.example",
        ),
        ("org-contoso-labs", "Contoso Dental Labs", "customer", "AE", "2021-06-30", "lab@contoso-dental.example", ""),
        ("org-tailspin", "Tailspin Schools", "customer", "AE", "2016-02-01", "head@tailspin.example", ""),
        ("org-alwaha", "مجموعة الواحة الطبية", "customer", "SA", "2020-11-08", "it@alwaha.example", ""),
        ("org-adatum", "Adatum Clinics", "customer", "GB", "2022-03-21", "mira@adatum.example", "tom@adatum.example"),
    ]
    return _csv(ORGANIZATION_COLUMNS, [dict(zip(ORGANIZATION_COLUMNS, row, strict=True)) for row in rows])


def _csv(columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> bytes:
    written = StringIO()
    writer = csv.DictWriter(written, columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue().encode()
