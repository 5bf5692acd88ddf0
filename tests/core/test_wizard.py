"""The wizard's engine and table, walked through every state that the answers below can reach."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import InvalidAnswer
from bot.orders import Order, Service
from bot.organizations import Organization, OrgKind, match_key
from bot.texts import LANGUAGES, texts
from bot.wizard.engine import Progress, Situation, Step, Wizard
from bot.wizard.fields import Text
from bot.wizard.sections import EXPLAIN
from bot.wizard.steps import WIZARD

ANN = "ann@northwind.example.com"
EVERYTHING = tuple(Service)
# Where handing over ends the path of the one who hands over, and Provision ends the wizard.
ENDS = {"delegate", "customer_owner", "provision"}

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
    "provision": ({"consent": "true"},),
}


class Directory:
    """Organizations in a list."""

    def __init__(self, *organizations: Organization) -> None:
        self.organizations = organizations

    def get(self, org_id: str) -> Organization | None:
        return next((org for org in self.organizations if org.id == org_id), None)

    def with_person(self, address: str) -> list[Organization]:
        return [org for org in self.organizations if address in org.people]

    def named_like(self, prefix: str) -> list[Organization]:
        return [org for org in self.organizations if match_key(org.name).startswith(prefix)]


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
    directory: Directory, services: tuple[Service, ...] = EVERYTHING, *, with_customer: bool = False
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
    return Situation(order, ANN, directory)


SITUATIONS = [
    situation(directory, services, with_customer=with_customer)
    for directory in (NOBODY, ONE_OF_EACH, SEVERAL)
    for services in ((), (Service.MEETINGS,), EVERYTHING)
    for with_customer in (False, True)
]


def state(progress: Progress) -> tuple[object, ...]:
    """Return what makes two states of a walk the same: everything but the revision."""
    answers = tuple((name, tuple(sorted(answer.items()))) for name, answer in sorted(progress.answers.items()))
    return answers, progress.sealed, progress.cursor, progress.changing


def moves(progress: Progress, here: Situation) -> Iterator[Progress]:
    """Return every state that one answer leads to."""
    stop = WIZARD.current(progress, here)
    if stop is None:
        return
    for raw in ANSWERS.get(stop.step.name, ({},)):
        shown = {field.id: field.default(stop.situation) for field in stop.step.fields(stop.situation)}
        try:
            yield WIZARD.answered(progress, here, {**shown, **raw})[1]
        except InvalidAnswer:
            # Not every answer above is offered in every situation.
            continue


def reachable(here: Situation) -> Iterable[Progress]:
    """Return every state that answering alone can reach."""
    seen: dict[tuple[object, ...], Progress] = {}
    waiting = [Progress("90417263", ANN)]
    while waiting:
        progress = waiting.pop()
        if state(progress) not in seen:
            seen[state(progress)] = progress
            waiting += moves(progress, here)
    return seen.values()


@dataclass(frozen=True)
class Walk:
    """A situation with every state that can be reached in it."""

    here: Situation
    states: tuple[Progress, ...]


@pytest.fixture(scope="module", params=range(len(SITUATIONS)))
def walk(request: pytest.FixtureRequest) -> Walk:
    here = SITUATIONS[request.param]
    return Walk(here, tuple(reachable(here)))


def test_no_state_is_a_dead_end(walk: Walk) -> None:
    here = walk.here
    for progress in walk.states:
        if WIZARD.current(progress, here) is None:
            assert ENDS & set(progress.answers), progress.answers
        else:
            assert list(moves(progress, here)), progress.answers


def test_back_and_next_return_to_the_same_step_from_everywhere(walk: Walk) -> None:
    here = walk.here
    for progress in walk.states:
        stop = WIZARD.current(progress, here)
        if stop is None or not WIZARD.can_go_back(progress, here):
            continue
        there = WIZARD.back(progress, here)
        before = WIZARD.current(there, here)
        assert before is not None
        assert there.answers.keys() == progress.answers.keys()
        given = there.answers.get(before.step.name) or {
            field.id: field.default(before.situation) for field in before.step.fields(before.situation)
        }
        _step, again = WIZARD.answered(there, here, given)
        back_here = WIZARD.current(again, here)
        assert back_here is not None
        assert back_here.step.name == stop.step.name


def test_the_progress_line_counts_up_to_its_total(walk: Walk) -> None:
    here = walk.here
    for progress in walk.states:
        stop = WIZARD.current(progress, here)
        number, total = WIZARD.place(progress, here)
        assert 1 <= number <= total
        if stop is not None and stop.step.name in ENDS:
            assert number == total


def test_what_is_sealed_never_changes(walk: Walk) -> None:
    here = walk.here
    for progress in walk.states:
        sealed = {name: progress.answers[name] for name in progress.sealed}
        for moved in [*moves(progress, here), WIZARD.back(progress, here), WIZARD.cleared(progress)]:
            assert {name: moved.answers.get(name) for name in sealed} == sealed
        assert not set(progress.sealed) & {stop.step.name for stop in WIZARD.changeable(progress, here)}


def test_a_change_at_review_comes_back_to_review_or_asks_what_no_longer_holds(walk: Walk) -> None:
    here = walk.here
    at_review = [each for each in walk.states if is_at(each, here, "review")]
    assert at_review
    for progress in at_review:
        for stop in WIZARD.changeable(progress, here):
            changing = WIZARD.change(progress, here, stop.step.name)
            _step, same = WIZARD.answered(changing, here, progress.answers[stop.step.name])
            assert is_at(same, here, "review")
            assert same.answers == progress.answers


def is_at(progress: Progress, here: Situation, name: str) -> bool:
    stop = WIZARD.current(progress, here)
    return stop is not None and stop.step.name == name


def test_another_administrator_asks_only_for_the_customer_organization_again() -> None:
    here = situation(ONE_OF_EACH)
    progress = next(
        each
        for each in reachable(here)
        if is_at(each, here, "review")
        and each.answers["role"] == {"role": "partner"}
        and each.answers["customer_admin"] == {"email": "carla@contoso.example.com"}
    )
    changing = WIZARD.change(progress, here, "customer_admin")
    _step, moved = WIZARD.answered(changing, here, {"email": "somebody@new.example.com"})

    assert is_at(moved, here, "new_customer_org")
    assert moved.answers["partner_org"] == progress.answers["partner_org"]


def test_sections_can_be_taken_in_any_order_and_provision_waits_for_all() -> None:
    here = situation(NOBODY)
    progress = next(each for each in reachable(here) if is_at(each, here, "service_setup"))
    _step, moved = WIZARD.answered(progress, here, {"section": "organization"})
    assert is_at(moved, here, "organization")
    with pytest.raises(InvalidAnswer):
        WIZARD.answered(progress, here, {"section": "provision"})
    _step, moved = WIZARD.answered(moved, here, {"subdomain": "contoso"})
    assert is_at(moved, here, "subscription")


NEW_STEP = Step(
    "floor",
    "Which floor?",
    "Where are the phones?",
    fields=lambda s: (Text("floor", "Floor"),),
    buttons=WIZARD.steps[1].buttons,
)


def test_a_step_added_under_a_live_conversation_is_asked_next_and_the_answers_stay() -> None:
    here = situation(NOBODY)
    grown = Wizard((*WIZARD.steps[:4], NEW_STEP, *WIZARD.steps[4:]))
    for progress in reachable(here):
        if "owner" in progress.answers and not progress.sealed and progress.answers["owner"]["owner"] == "self":
            stop = grown.current(progress, here)
            assert stop is not None
            assert stop.step.name == "floor"
            _step, moved = grown.answered(progress, here, {"floor": "3"})
            after = grown.current(moved, here)
            before = WIZARD.current(progress, here)
            assert (after and after.step.name) == (before and before.step.name)


def test_an_answer_that_is_no_longer_offered_is_asked_again() -> None:
    here = situation(SEVERAL)
    progress = next(
        each for each in reachable(here) if each.answers.get("partner_org") == {"organization": "org-north"}
    )
    gone = replace(here, directory=Directory(*SEVERAL.organizations[1:]))

    stop = WIZARD.current(progress, gone)

    assert stop is not None
    assert stop.step.name == "partner_org"


@given(st.data())
@settings(max_examples=100, deadline=None)
def test_random_walks_keep_their_promises(data: st.DataObject) -> None:
    here = data.draw(st.sampled_from(SITUATIONS))
    progress = Progress("90417263", ANN)
    for _turn in range(25):
        stop = WIZARD.current(progress, here)
        if stop is None:
            assert ENDS & set(progress.answers)
            break
        choices = [*moves(progress, here), WIZARD.back(progress, here)]
        choices += [WIZARD.change(progress, here, each.step.name) for each in WIZARD.changeable(progress, here)]
        progress = data.draw(st.sampled_from(choices))
        on_path = {each.step.name for each in WIZARD.path(progress, here)}
        assert set(progress.answers) <= on_path
        assert set(progress.sealed) <= on_path


@pytest.mark.parametrize("step", WIZARD.steps, ids=lambda step: step.name)
def test_every_step_has_a_title_and_a_way_on_in_both_languages(step: Step) -> None:
    here = situation(SEVERAL).knowing({"customer_admin": {"email": "it@contoso.example.com"}}, {})
    for language in LANGUAGES:
        assert texts(language)(step.title)
    assert step.buttons(here)


def test_every_question_has_words_that_can_be_explained() -> None:
    for step in WIZARD.steps:
        assert bool(step.terms) == (EXPLAIN in step.buttons(situation(SEVERAL)))
        assert bool(step.terms) == (step.counted and step.name != "password")
