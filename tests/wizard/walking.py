"""The country in which the wizard is walked: situations, the answers to try, and places with every way on."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from bot.domain.orders import Order, Service
from bot.domain.organizations import Organization, OrgKind
from bot.errors import InvalidAnswer
from bot.settings.provisioning import Provisioning
from bot.wizard.engine import Progress
from bot.wizard.step import Answer, Situation, Stop
from bot.wizard.steps import WIZARD
from tests.fakes.directories import Directory

ANN = "ann@northwind.example.com"
EVERYTHING = tuple(Service)
# Where handing over ends the path of the one who hands over; Finish or Provision ends the wizard.
ENDS = {"delegate", "customer_owner", "finish", "provision"}

ANSWERS: Mapping[str, tuple[dict[str, str], ...]] = {
    "role": ({"role": "partner"}, {"role": "customer"}),
    "owner": ({"owner": "self"}, {"owner": "colleague"}, {"owner": "customer"}),
    "delegate": ({"email": "omar@northwind.example.com"},),
    "customer_owner": ({"email": "carla@contoso.example.com", "understood": "true"},),
    "partner_org": ({"organization": "org-north"}, {"organization": "new"}),
    "new_partner_org": ({"company": "Northwind", "country": "US", "email": "boss@northwind.example.com"},),
    "customer_admin": ({"email": "it@contoso.example.com"}, {"email": "carla@contoso.example.com"}),
    "customer_org": ({"organization": "org-contoso"}, {"organization": "new"}),
    "new_customer_org": ({"company": "Contoso", "country": "SA"},),
    "review": ({"change": "nothing"},),
    "calling": (
        {"country": "SA", "location": "HQ", "zone": "Asia/Riyadh", "language": "1", "address": "1", "city": "R"},
    ),
    "meetings": (
        {"site": "contoso", "zone": "Asia/Riyadh"},
        {"site": "contoso", "zone": "riyadh", "transfer_code": "AB12"},
    ),
    "contact_center": ({"country": "SA"},),
    "organization": ({"subdomain": "contoso"},),
    "finish": ({"consent": "true"},),
    "provision": ({"consent": "true"},),
}


def organization(org_id: str, name: str, kind: OrgKind, admin: str, *users: str) -> Organization:
    return Organization(org_id, name, kind, "US", date(2020, 1, 1), frozenset({admin}), frozenset(users))


NOBODY = Directory()
ONE_OF_EACH = Directory(
    organization("org-north", "Northwind", OrgKind.PARTNER, ANN),
    organization("org-contoso", "Contoso", OrgKind.CUSTOMER, "carla@contoso.example.com"),
)
SEVERAL = Directory(
    organization("org-north", "Northwind", OrgKind.PARTNER, "a@northwind.example.com"),
    organization("org-north-2", "Northwind Trading", OrgKind.PARTNER, "b@northwind.example.com"),
    organization("org-contoso", "Contoso", OrgKind.CUSTOMER, "carla@contoso.example.com"),
    organization("org-contoso-2", "Contoso Labs", OrgKind.CUSTOMER, "lab@contoso.example.com"),
)


def situation(
    directory: Directory,
    services: tuple[Service, ...] = EVERYTHING,
    *,
    with_customer: bool = False,
    provisioning: Provisioning = Provisioning.EMBEDDED,
) -> Situation:
    order = Order(
        "90417263",
        "A-FLEX",
        date(2026, 3, 2),
        ANN,
        "Contoso",
        services=services,
        partner_name="Northwind",
        country="SA",
        holder=ANN,
        with_customer=with_customer,
    )
    return Situation(order, ANN, directory, provisioning=provisioning)


SITUATIONS = [
    situation(directory, services, with_customer=with_customer, provisioning=provisioning)
    for provisioning in Provisioning
    for directory in (NOBODY, ONE_OF_EACH, SEVERAL)
    for services in ((Service.MEETINGS,), EVERYTHING)
    for with_customer in (False, True)
]


def state(progress: Progress) -> tuple[object, ...]:
    """Return what makes two states of a walk the same: everything but the revision."""
    answers = tuple((name, tuple(sorted(answer.items()))) for name, answer in sorted(progress.answers.items()))
    return answers, progress.sealed, progress.cursor, progress.changing


@dataclass(eq=False)
class Place:
    """A state that walks come through, and where every move leads from it."""

    here: Situation
    progress: Progress
    places: dict[object, "Place"] = field(repr=False)

    @cached_property
    def path(self) -> list[Stop]:
        return WIZARD.path(self.progress, self.here)

    @cached_property
    def stop(self) -> Stop | None:
        return WIZARD.current_on(self.path, self.progress)

    @property
    def name(self) -> str:
        return self.stop.step.name if self.stop else "the end"

    @cached_property
    def moves(self) -> Mapping[str, "Place"]:
        """Every move that can be made here, by what it is called in the story of a walk."""
        return {**self.answered, **{called: self.at(moved) for called, moved in self.turns()}}

    @cached_property
    def answered(self) -> Mapping[str, "Place"]:
        """Where each answer leads; not every one is taken in every situation."""
        found = {}
        for answer in answers_at(self.stop) if self.stop else ():
            try:
                found[f"{self.name} {dict(answer)}"] = self.after(answer)
            except InvalidAnswer:
                continue
        return found

    def after(self, answer: Answer) -> "Place":
        """Return where one answer leads; raises InvalidAnswer when it is not taken."""
        assert self.stop
        return self.at(WIZARD.answered_at(self.stop, self.progress, answer))

    def at(self, progress: Progress) -> "Place":
        return self.places.setdefault(state(progress), Place(self.here, progress, self.places))

    def turns(self) -> Iterator[tuple[str, Progress]]:
        before = WIZARD.back_from(self.stop, self.progress) if self.stop else self.progress
        if before is not self.progress:
            yield "back", before
        for each in self.path:
            if each.step.aside and each.step.hub == self.name:
                yield f"open {each.step.name}", WIZARD.opened(self.progress, each.step.name)
        if self.name == "review":
            for each in WIZARD.changeable(self.progress, self.here):
                name = each.step.name
                yield f"change {name}", WIZARD.change(self.progress, self.here, name)


def answers_at(stop: Stop) -> Iterator[Answer]:
    """Return the answers to try at a step: every section from the hub, and what the card shows with each other one."""
    fields = stop.fields
    if stop.step.chooses:
        yield from ({stop.step.chooses: option.value} for option in fields[0].options(stop.situation))  # type: ignore[attr-defined]
        return
    shown = {each.id: stop.answer.get(each.id) or each.default(stop.situation) for each in fields}
    yield from ({**shown, **raw} for raw in ANSWERS.get(stop.step.name, ({},)))


def beginning(here: Situation) -> Place:
    """Return where a walk begins: nothing is answered yet."""
    return Place(here, Progress("90417263", ANN), {})


def reachable(here: Situation) -> Iterable[Place]:
    """Return every place that answers alone can reach, the sections of service setup in their order."""
    seen: dict[Place, None] = {}
    waiting = [beginning(here)]
    while waiting:
        place = waiting.pop()
        if place not in seen:
            seen[place] = None
            ways = list(place.answered.values())
            waiting += ways[:1] if place.stop and place.stop.step.chooses else ways
    return seen
