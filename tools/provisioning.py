"""What the partner's own system has to know, made of the code: events as they go out, and the schemas."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from bot.domain.orders import Line, Order, OrderState, Service
from bot.domain.organizations import Directory, Organization, OrgKind
from bot.domain.provisioning import EventType
from bot.services.answers import answer_schema, steps_to_correct
from bot.services.setup_event import FinishedSetup, event_schemas, order_cancelled, setup_finished
from bot.settings.provisioning import Provisioning
from bot.wizard.engine import Progress
from bot.wizard.step import Situation
from bot.wizard.steps import WIZARD

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
PERSON = "ann@northwind.example"
ORDER = Order(
    "90417263",
    "A-FLEX-3",
    date(2026, 3, 2),
    PERSON,
    "Contoso Dental Group",
    lines=(Line("A-FLEX-3", subscription="Sub104733"),),
    services=(Service.MEETINGS,),
    partner_name="Northwind Collab",
    subscription="Sub104733",
    country="SA",
    zone="Asia/Riyadh",
    language="en",
    holder=PERSON,
    state=OrderState.READY_AT_CISCO,
)
NORTHWIND = Organization("northwind", "Northwind Collab", OrgKind.PARTNER, "US", admins=frozenset({PERSON}))
ANSWERS = {
    "role": {"role": "partner"},
    "owner": {"owner": "self"},
    "partner_org": {"found": "exact", "organization": NORTHWIND.id},
    "customer_admin": {"email": "it@contoso.example"},
    "new_customer_org": {"company": "Contoso Dental Group", "country": "SA"},
    "review": {"change": "nothing"},
    "meetings": {"site": "contosodental", "zone": "Asia/Riyadh", "transfer_code": ""},
    "organization": {"subdomain": "contosodental"},
}


def event_examples(directory: Directory) -> str:
    """Return an example of each event, for the page. `directory` knows NORTHWIND alone."""
    situation = Situation(ORDER, PERSON, directory, provisioning=Provisioning.WEBHOOK)
    path = WIZARD.path(Progress(ORDER.number, PERSON, answers=ANSWERS), situation)
    setup = FinishedSetup(ORDER, 1, path, directory, "en", "https://setup-now.example.com")
    events = setup_finished(setup, NOW), order_cancelled(ORDER.number, NOW)
    return "\n".join(
        line
        for event in events
        for line in ("", f"### `{event.type}`", "", "```json", pretty(json.loads(event.body)) + "```", "")
    )


def pretty(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


# Each as a file beside the page.
SCHEMAS: Mapping[str, Callable[[], str]] = {
    "setup-finished.schema.json": lambda: pretty(event_schemas()[EventType.SETUP_FINISHED]),
    "cancelled.schema.json": lambda: pretty(event_schemas()[EventType.CANCELLED]),
    "answer.schema.json": lambda: pretty(answer_schema(steps_to_correct(WIZARD))),
}
