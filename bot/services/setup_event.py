"""The events for the partner's own system as JSON: what a finished setup says, and the schemas of all events."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from secrets import token_hex
from typing import Any

from bot.domain.orders import Order, Service
from bot.domain.organizations import Directory, NothingManaged
from bot.domain.provisioning import EventType, PartnerEvent
from bot.intake.openapi import PREFIX, Schema, closed, order_document, stored_order
from bot.wizard import fields as f
from bot.wizard.hub import HUB
from bot.wizard.sections import SECTIONS
from bot.wizard.step import Answers, Field, Situation, Step, Stop
from bot.wizard.subscription import SUBSCRIPTION

PARTNER_STEPS, CUSTOMER_STEPS = ("partner_org", "new_partner_org"), ("customer_org", "new_customer_org")
SETTINGS = tuple(step for step in SECTIONS if step.hub == HUB and step is not SUBSCRIPTION)


@dataclass(frozen=True, slots=True)
class FinishedSetup:
    """An order whose answers are complete. `stops` is the path that led here, `language` that of its person."""

    order: Order
    revision: int | None
    stops: Sequence[Stop]
    directory: Directory
    language: str
    public_url: str

    @property
    def answers(self) -> Answers:
        """The answers by the names of their steps."""
        return {stop.step.name: stop.answer for stop in self.stops}


def setup_finished(setup: FinishedSetup, now: datetime) -> PartnerEvent:
    """Return the event that says that an order's answers are complete."""
    answers = setup.answers
    administrator = answers.get("customer_admin", {}).get("email", "")
    return event(
        EventType.SETUP_FINISHED,
        setup.order.number,
        {
            "order": order_document(setup.order, setup.revision),
            "person": {"email": setup.order.holder, "language": setup.language},
            "partner_organization": organization(setup, PARTNER_STEPS),
            "customer_organization": organization(setup, CUSTOMER_STEPS, administrator),
            "settings": {step.name: dict(answers[step.name]) for step in SETTINGS if step.name in answers},
            "answer_url": answer_url(setup.public_url, setup.order.number),
        },
        now,
    )


def order_cancelled(number: str, now: datetime) -> PartnerEvent:
    """Return the event that says that an order was cancelled after its setup went out."""
    return event(EventType.CANCELLED, number, {"number": number}, now)


def event(kind: EventType, number: str, data: dict[str, Any], now: datetime) -> PartnerEvent:
    """Return an event under an id that no other has."""
    content = {"type": str(kind), "timestamp": now.isoformat(timespec="seconds"), "data": data}
    return PartnerEvent(f"msg_{token_hex(12)}", kind, number, json.dumps(content, ensure_ascii=False))


def answer_url(public_url: str, number: str) -> str:
    """Return where an answer about an order may be sent later."""
    return f"{public_url}{PREFIX}/orders/{number}/provisioning"


def organization(setup: FinishedSetup, steps: Iterable[str], administrator: str = "") -> dict[str, Any] | None:
    """Return the organization that was chosen or described at one of two steps; None where none was asked for."""
    answers = setup.answers
    chosen, described = (answers.get(step, {}) for step in steps)
    if described:
        email = described.get("email") or administrator
        return {"id": None, "name": described["company"], "country": described["country"], "administrator": email}
    found = setup.directory.get(chosen.get("organization", ""))
    if found is None:
        return None
    return {"id": found.id, "name": found.name, "country": found.country, "administrator": administrator}


# Schemas


def event_schemas() -> dict[str, Schema]:
    """Return the JSON Schema of the body of each event, by its type."""
    return {
        EventType.SETUP_FINISHED: body_of(EventType.SETUP_FINISHED, finished_data()),
        EventType.CANCELLED: body_of(EventType.CANCELLED, closed(["number"], {"number": {"type": "string"}})),
    }


def body_of(kind: EventType, data: Schema) -> Schema:
    moment = {"type": "string", "format": "date-time", "description": "When it happened; the same at each try."}
    content = {"type": {"const": str(kind)}, "timestamp": moment, "data": data}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **closed(list(content), content)}


def finished_data() -> Schema:
    parts = {
        "order": stored_order(),
        "person": closed(["email", "language"], {"email": {"type": "string"}, "language": {"type": "string"}}),
        "partner_organization": organization_schema("The partner's; null where a customer set up alone."),
        "customer_organization": organization_schema("The customer's."),
        "settings": {
            "type": "object",
            "properties": {step.name: settings_schema(step) for step in SETTINGS},
            "additionalProperties": False,
            "description": "What was chosen, by section; only the sections that the order needs.",
        },
        "answer_url": {"type": "string", "format": "uri", "description": "Where to answer later."},
    }
    return closed(list(parts), parts)


def organization_schema(description: str) -> Schema:
    parts: Schema = {
        "id": {"type": ["string", "null"], "description": "As the directory knows it; null for one to be created."},
        "name": {"type": "string"},
        "country": {"type": "string", "description": "ISO 3166, two letters; empty where it is not known."},
        "administrator": {"type": "string", "description": "An email address; empty where none was asked for."},
    }
    return {**closed(list(parts), parts), "type": ["object", "null"], "description": description}


def settings_schema(step: Step) -> Schema:
    """Return the schema of one section's settings; what is not required may be empty."""
    specimen = Situation(specimen_order(), "", Nowhere())
    fields = step.fields(specimen)
    return closed([each.id for each in fields], {each.id: value_schema(each, specimen) for each in fields})


def value_schema(each: Field, specimen: Situation) -> Schema:
    if isinstance(each, f.Choice):
        empty = [] if each.required else [""]
        return {"enum": [*(option.value for option in each.options(specimen)), *empty]}
    patterns = {f.Country: "^[A-Z]{2}$", f.ReservedName: "^[a-z0-9]{1,63}$"}
    pattern = patterns.get(type(each))
    return {"type": "string", **({"pattern": pattern} if pattern else {})}


class Nowhere(NothingManaged):
    """A directory that knows nobody: what a section asks does not depend on the directory."""

    def get(self, org_id: str) -> None:
        return None

    def with_person(self, address: str) -> list[Any]:
        return []

    def at_domain(self, domain: str) -> list[Any]:
        return []

    def countries(self) -> list[str]:
        return []


def specimen_order() -> Order:
    return Order("1", "A-FLEX-3", date(2026, 3, 2), "", "", services=tuple(Service))
