"""The wizard as a picture, and its steps as a table: found by walking it with every answer."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from itertools import product

from bot.domain.orders import Order, Service
from bot.domain.organizations import NothingManaged, Organization, OrgKind
from bot.errors import InvalidAnswer
from bot.language.texts import texts
from bot.settings.provisioning import Provisioning
from bot.wizard import fields as f
from bot.wizard.engine import Progress
from bot.wizard.step import Answer, Field, Situation, Step, Stop
from bot.wizard.steps import WIZARD
from handlers.wizard.accepting import FOR_GOOD

T = texts()
PARTNER = "partner@northwind.example"
# One answer for each kind of input; choices are all tried.
SAMPLES: Mapping[type[Field], tuple[str, ...]] = {
    f.EmailAddress: ("it@contoso.example", "boss@northwind.example"),
    f.Toggle: (f.YES,),
    f.CompanyName: ("Contoso",),
    f.Text: ("Main street 1",),
    f.Country: ("SA",),
    f.TimeZone: ("Asia/Riyadh",),
    f.ReservedName: ("contoso",),
    f.Code: ("",),
    f.PostalCode: ("",),
}


class Directory(NothingManaged):
    """Two organizations of each kind for every name, or none at all."""

    def __init__(self, *organizations: Organization) -> None:
        self._organizations = organizations

    def get(self, org_id: str) -> Organization | None:
        return next((org for org in self._organizations if org.id == org_id), None)

    def with_person(self, address: str) -> list[Organization]:
        return [org for org in self._organizations if address in org.people]

    def countries(self) -> list[str]:
        return []

    def at_domain(self, domain: str) -> list[Organization]:
        return [org for org in self._organizations if domain in org.domains]


def organizations(kind: OrgKind, name: str, domain: str) -> list[Organization]:
    return [Organization(f"{name} {n}", name, kind, admins=frozenset({f"admin{n}@{domain}"})) for n in (1, 2)]


FOUND = Directory(
    *organizations(OrgKind.PARTNER, "Northwind", "northwind.example"),
    *organizations(OrgKind.CUSTOMER, "Contoso", "contoso.example"),
)


def situations() -> Iterator[Situation]:
    """Return situations that lead through every step: organizations found and not found."""
    order = Order(
        "1", "A-FLEX", date(2026, 3, 2), PARTNER, "Contoso", services=tuple(Service), partner_name="Northwind"
    )
    for directory, provisioning in product((Directory(), FOUND), Provisioning):
        yield Situation(order, PARTNER, directory, provisioning=provisioning)


def possible(field: Field, situation: Situation) -> tuple[str, ...]:
    """Return the values to try for an input."""
    if isinstance(field, f.Choice):
        return tuple(option.value for option in field.options(situation))
    return SAMPLES[type(field)]


def possible_answers(stop: Stop) -> Iterator[Answer]:
    fields = stop.fields
    if stop.step.chooses:
        # From a hub every order of the sections is possible; one of them shows them all.
        yield {field.id: field.default(stop.situation) for field in fields}
        return
    for values in product(*(possible(field, stop.situation) for field in fields)):
        yield {field.id: value for field, value in zip(fields, values, strict=True)}


def label_of(stop: Stop, answer: Answer) -> str:
    """Return the words of the choices in an answer: what makes this way differ from another."""
    chosen = [field for field in stop.fields if isinstance(field, f.Choice)]
    if stop.step.chooses or len(chosen) != 1 or len(chosen) != len(answer) or stop.step.seals:
        return ""
    option = chosen[0].option(answer[chosen[0].id], stop.situation)
    return "" if option is None else "an existing one" if option.is_name else option.show(T)


def ways() -> dict[tuple[str, str], set[str]]:
    """Return each way from a step to the one that follows, with the choices that lead there."""
    found: dict[tuple[str, str], set[str]] = {}
    for situation in situations():
        seen: set[str] = set()
        waiting = [Progress("1", PARTNER)]
        while waiting:
            progress = waiting.pop()
            stop = WIZARD.current(progress, situation)
            if stop is None or trace(progress, stop, situation) in seen:
                continue
            seen.add(trace(progress, stop, situation))
            for answer, moved in moves_from(progress, stop):
                following = WIZARD.current(moved, situation)
                name = following.step.name if following else f"after_{stop.step.name}"
                found.setdefault((stop.step.name, name), set()).add(label_of(stop, answer))
                waiting.append(moved)
    return found


def moves_from(progress: Progress, stop: Stop) -> Iterator[tuple[Answer, Progress]]:
    """Yield each answer that is taken at a step, and the progress that it leads to."""
    for answer in possible_answers(stop):
        with suppress(InvalidAnswer):
            yield answer, WIZARD.answered_at(stop, progress, answer)


def trace(progress: Progress, stop: Stop, situation: Situation) -> str:
    """Return what decides how a path goes on: where it is, and which steps led there; not with which words."""
    return repr([each.step.name for each in WIZARD.path(progress, situation)] + [stop.step.name])


ENDS = {
    "after_delegate": "The colleague is asked",
    "after_customer_owner": "The customer gets the order",
    "after_finish": "Ready at Cisco",
    "after_provision": "Your services are provisioned",
}


def wizard_page() -> str:
    """Return the picture of the wizard, in Mermaid."""
    steps = [f'    {step.name}["{T(step.title)}"]' for step in WIZARD.steps]
    ends = [f'    {name}(["{words}"])' for name, words in ENDS.items()]
    order = [step.name for step in WIZARD.steps] + list(ENDS)
    ordered = sorted(ways().items(), key=lambda way: (order.index(way[0][0]), order.index(way[0][1])))
    lines = [arrow(start, end, labels) for (start, end), labels in ordered]
    asides = [f"    {step.hub} -.-> {step.name}" for step in WIZARD.steps if step.aside]
    return "\n".join(
        [
            "# The wizard",
            "",
            "Which step follows which answer. Made from [bot/wizard/steps.py](../bot/wizard/steps.py) by `make docs`.",
            "",
            "```mermaid",
            "flowchart TD",
            *steps,
            *ends,
            *lines,
            *asides,
            "```",
            "",
            "A rounded box is an end. Of two boxes with one title, the second is for a new organization. A dotted",
            "arrow leads to what is asked only when somebody goes there; Back returns from it.",
            "",
            "From *Service setup* every section can be opened, in any order. When all are done, *Finish and hand over*",
            "opens, or *Provision and start billing* where provisioning is simulated. Back leads to the step before,",
            "and from a section to *Service setup*.",
            "",
            "| step | what is asked | button that cannot be taken back |",
            "|---|---|---|",
            *(step_row(step) for step in WIZARD.steps),
            "",
        ]
    )


def arrow(start: str, end: str, labels: set[str]) -> str:
    words = " / ".join(sorted(labels - {""}))
    return f'    {start} -->|"{words}"| {end}' if words else f"    {start} --> {end}"


def step_row(step: Step) -> str:
    fields = {T(field.label) for situation in situations() for field in step.fields(reached(situation))}
    return f"| {T(step.title)} | {', '.join(sorted(fields)) or '–'} | {for_good_with(step)} |"


def for_good_with(step: Step) -> str:
    """Return the button that ends a step for good; "" for one that can be changed afterwards."""
    buttons = [T(button.title) for button in step.buttons(reached(next(iter(situations()))))]
    return buttons[0] if step.seals or step.then in FOR_GOOD else ""


def reached(situation: Situation) -> Situation:
    """Return a situation as it is late in the wizard: with a customer administrator named."""
    return situation.knowing({"customer_admin": {"email": "it@contoso.example"}}, {})
