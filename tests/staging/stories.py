"""Stretches of story that several scenarios begin with."""

from datetime import UTC, datetime

from tests.staging.actors import Actor
from tests.staging.stage import Stage

# WEB ORDER ID, ITEM, START, CONTACT, CUSTOMER, PARTNER, SERVICES, COUNTRY, TIME ZONE, LANGUAGE, REP, STATUS
CONTOSO = (
    "90417263,A-FLEX-3,2026-03-02,ann@northwind.example.com,Contoso Dental Group,"
    "Northwind Collab,meetings;calling,SA,UTC,,,"
)
FABRIKAM = "90417310,A-WX,2026-03-02,ann@northwind.example.com,Fabrikam Logistics,Northwind Collab,meetings,DE,UTC,,,"

NORTHWIND_ORG = (
    "org-northwind,Northwind Collab,partner,US,2021-05-04,ann@northwind.example.com,omar@northwind.example.com"
)
CONTOSO_ORG = (
    "org-contoso,Contoso Dental Group,customer,SA,2022-01-10,carla@contoso.example.com,dan@contoso.example.com"
)


def march(day: int, hour: int = 9, minute: int = 0) -> datetime:
    """Return a moment of the month in which the stories play."""
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def at_nine(stage: Stage) -> None:
    """Let it be the reminder hour of 2 March."""
    stage.go_to(stage.clock.now().replace(hour=9, minute=0))


def invited(stage: Stage, ann: Actor, *orders: str) -> None:
    """Ann's order has come in, and it is the requested start date."""
    stage.import_orders(*(orders or (CONTOSO,)))
    at_nine(stage)
    assert ann.title == "Set up your Webex order"


def begun(stage: Stage, ann: Actor, *orders: str) -> None:
    """Ann has pressed Set Up Now, and will set up as a partner."""
    invited(stage, ann, *orders)
    ann.presses("Set Up Now")
    ann.presses("Next", role="partner")
    ann.presses("Next", owner="self")


def at_review(stage: Stage, ann: Actor) -> None:
    """Ann has described a new partner and a new customer organization."""
    begun(stage, ann)
    ann.presses("Next", company="Northwind Collab", country="US", email="admin@northwind.example.com")
    ann.presses("Next", email="it@contoso.example.com")
    ann.presses("Next", company="Contoso Dental Group", country="SA")
    assert ann.title == "Confirm customer and partner"


def at_service_setup(stage: Stage, ann: Actor, *orders: str) -> None:
    """Ann's order is mapped to existing organizations, and service setup has begun."""
    stage.import_directory(NORTHWIND_ORG, CONTOSO_ORG)
    begun(stage, ann, *orders)
    ann.presses("Next")
    ann.presses("Next", email="carla@contoso.example.com")
    ann.presses("Next")
    ann.presses("Confirm and map for good")
    ann.presses("Continue")
    assert ann.title == "Service setup"


def fill_calling(ann: Actor) -> None:
    """Ann describes the first location."""
    ann.presses(
        "Save", country="SA", location="Riyadh HQ", zone="Asia/Riyadh", address="King Fahd Road 1", city="Riyadh"
    )


def fill_sections(ann: Actor) -> None:
    """Fill in every section up to the last step."""
    ann.presses("Next").presses("Next")
    fill_calling(ann)
    ann.presses("Save", site="contosodental", zone="Asia/Riyadh")
    ann.presses("Save", subdomain="contosodental")
