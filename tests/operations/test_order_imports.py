"""What a file changes in the orders that are here: planned, carried out, and carried out again."""

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.domain.orders import Line, Order, OrderState, Service
from bot.domain.organizations import Organization, OrgKind
from bot.intake.columns import ORDER_COLUMNS
from bot.intake.directory import read_directory
from bot.intake.orders import OrdersFile, read_orders
from bot.intake.plans import Change, DirectoryCounts, ImportPlan, followed
from bot.operations.import_report import orders_report
from bot.operations.order_imports import apply_import, import_directory, plan_import
from store import Store
from tests.fakes.followers import Followers
from tests.staging.databases import new_store

SAMPLES = Path(__file__).resolve().parents[2] / "playground" / "samples"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)

CONTOSO = Order(
    number="90417263",
    offer="A-FLEX-3",
    start_date=date(2026, 3, 2),
    contact="noor@northwind.example.com",
    customer_name="Contoso Dental Group",
    lines=(Line("A-FLEX-3", status="Booked"),),
    services=(Service.MEETINGS, Service.CALLING, Service.MESSAGING),
    partner_name="Northwind Collab Partners",
    country="SA",
    zone="Asia/Riyadh",
    language="en",
    rep="dana@cisco.example.com",
    holder="noor@northwind.example.com",
)
FABRIKAM = replace(CONTOSO, number="90417310", offer="A-WX", customer_name="Fabrikam Logistics")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = new_store(tmp_path / "orders.db")
    yield store
    store.close()


def bring_in(store: Store, *orders: Order, assumed: frozenset[str] = frozenset()) -> tuple[ImportPlan, Followers]:
    with store.unit_of_work() as uow:
        followers = Followers(uow)
        done = apply_import(uow, plan_import(uow, orders, assumed), followers)
    return done, followers


def kept(store: Store, number: str = CONTOSO.number) -> Order:
    with store.reading() as uow:
        order = uow.orders.get(number)
    assert order is not None
    return order


def happen(store: Store, **changes: Any) -> Order:
    """Let something happen to Contoso's order here, which no file knows of."""
    with store.unit_of_work() as uow:
        ours = uow.orders.get(CONTOSO.number)
        assert ours is not None
        uow.orders.save(replace(ours, **changes))
    return kept(store)


def happen_after_import(store: Store, **changes: Any) -> Order:
    bring_in(store, CONTOSO)
    return happen(store, **changes)


def test_new_orders_are_kept_and_followed(store: Store) -> None:
    done, followers = bring_in(store, CONTOSO, FABRIKAM)
    assert done.new == (CONTOSO, FABRIKAM)
    assert followers.told == [(None, CONTOSO), (None, FABRIKAM)]
    assert kept(store) == CONTOSO


def test_a_plan_changes_nothing(store: Store) -> None:
    with store.reading() as uow:
        plan = plan_import(uow, [CONTOSO])
        assert plan.new == (CONTOSO,)
        assert not plan.is_empty
        assert uow.orders.get(CONTOSO.number) is None


def test_the_same_file_twice_changes_nothing(store: Store) -> None:
    bring_in(store, CONTOSO, FABRIKAM)
    done, followers = bring_in(store, CONTOSO, FABRIKAM)
    assert done.is_empty
    assert done.unchanged == (CONTOSO, FABRIKAM)
    assert followers.told == []


@pytest.mark.parametrize("name", ["orders.csv", "orders-arabic-1256.csv"])
def test_a_sample_twice_changes_nothing(store: Store, name: str) -> None:
    file = read_orders((SAMPLES / name).read_bytes(), name)
    assert len(bring_in(store, *file.orders, assumed=file.assumed)[0].new) == len(file.orders)
    assert bring_in(store, *file.orders, assumed=file.assumed)[0].unchanged == file.orders


def test_a_changed_row_updates_its_order_and_names_what_changed(store: Store) -> None:
    bring_in(store, CONTOSO, FABRIKAM)
    later = replace(CONTOSO, start_date=date(2026, 3, 9), rep="omar@cisco.example.com")
    done, followers = bring_in(store, later, FABRIKAM)
    (change,) = done.changed
    assert change == Change(CONTOSO, later)
    assert change.fields == ("start_date", "rep")
    assert done.unchanged == (FABRIKAM,)
    assert followers.told == [(CONTOSO, later)]
    assert kept(store) == later


def test_an_order_that_the_file_does_not_name_stays(store: Store) -> None:
    bring_in(store, CONTOSO, FABRIKAM)
    bring_in(store, FABRIKAM)
    assert kept(store) == CONTOSO


def test_what_happened_here_outlives_a_newer_file(store: Store) -> None:
    bring_in(store, CONTOSO)
    begun = happen(store, state=OrderState.STARTED, invited_at=NOON, begun_at=NOON)
    bring_in(store, replace(CONTOSO, contact="mei@northwind.example.com", customer_name="Contoso Group"))
    assert kept(store) == replace(
        begun, contact="mei@northwind.example.com", customer_name="Contoso Group", holder=CONTOSO.contact
    )


def test_a_changed_contact_takes_over_what_nobody_has_begun(store: Store) -> None:
    bring_in(store, CONTOSO)
    newer = replace(CONTOSO, contact="mei@northwind.example.com", holder="mei@northwind.example.com")
    done, _followers = bring_in(store, newer)
    assert done.changed[0].fields == ("contact",)
    assert kept(store).holder == "mei@northwind.example.com"


def test_a_blank_cell_keeps_what_the_order_has(store: Store) -> None:
    bring_in(store, CONTOSO)
    bare = replace(CONTOSO, partner_name="", country="", zone="", language="", rep="", subscription="")
    done, _followers = bring_in(store, bare)
    assert done.unchanged == (CONTOSO,)


def test_assumed_services_are_no_news(store: Store) -> None:
    bought = happen_after_import(store, services=(Service.CALLING,))
    assert bring_in(store, CONTOSO, assumed=frozenset({CONTOSO.number}))[0].unchanged == (bought,)
    assert bring_in(store, CONTOSO)[0].changed[0].fields == ("services",)


def test_assumed_services_follow_a_changed_offer(store: Store) -> None:
    bring_in(store, CONTOSO)
    other = replace(CONTOSO, offer="A-WX", services=(Service.MEETINGS,))
    done, _followers = bring_in(store, other, assumed=frozenset({CONTOSO.number}))
    assert done.changed[0].fields == ("offer", "services")


@pytest.mark.parametrize("state", [OrderState.SCHEDULED, OrderState.STARTED, OrderState.IN_SERVICE_SETUP])
def test_a_cancellation_is_told_apart_from_other_changes(store: Store, state: OrderState) -> None:
    ours = happen_after_import(store, state=state)
    done, followers = bring_in(store, replace(CONTOSO, state=OrderState.CANCELLED))
    assert done.cancelled == (Change(ours, replace(ours, state=OrderState.CANCELLED)),)
    assert done.changed == ()
    assert len(followers.told) == 1


def test_a_cancelled_order_stays_cancelled_and_that_is_remarked(store: Store) -> None:
    cancelled = happen_after_import(store, state=OrderState.CANCELLED)
    done, followers = bring_in(store, CONTOSO)
    assert kept(store) == cancelled
    assert done.unchanged == done.still_cancelled == (cancelled,)
    assert followers.told == []


@pytest.mark.parametrize(
    ("ours", "file", "after"),
    [
        (OrderState.SCHEDULED, OrderState.CLOSED, OrderState.CLOSED),
        (OrderState.STARTED, OrderState.CLOSED, OrderState.CLOSED),
        (OrderState.PROVISIONED, OrderState.CLOSED, OrderState.PROVISIONED),
        (OrderState.PROVISIONED, OrderState.CANCELLED, OrderState.PROVISIONED),
        (OrderState.CANCELLED, OrderState.CLOSED, OrderState.CANCELLED),
        (OrderState.CLOSED, OrderState.SCHEDULED, OrderState.CLOSED),
        (OrderState.CLOSED, OrderState.CANCELLED, OrderState.CANCELLED),
        (OrderState.MAPPED, OrderState.SCHEDULED, OrderState.MAPPED),
    ],
)
def test_what_is_over_stays_over(store: Store, ours: OrderState, file: OrderState, after: OrderState) -> None:
    happen_after_import(store, state=ours)
    bring_in(store, replace(CONTOSO, state=file))
    assert kept(store).state is after


def test_what_was_provisioned_stands_and_the_difference_is_said(store: Store) -> None:
    ours = happen_after_import(store, state=OrderState.PROVISIONED)
    file = replace(
        CONTOSO, customer_name="Fabrikam", country="DE", state=OrderState.CANCELLED, rep="rana@cisco.example"
    )
    done, _followers = bring_in(store, file)
    assert kept(store) == replace(ours, rep="rana@cisco.example")
    [change] = done.kept
    assert set(change.fields) == {"customer_name", "country", "state"}


def test_what_happens_between_looking_and_agreeing_stays(store: Store) -> None:
    bring_in(store, CONTOSO)
    with store.reading() as uow:
        plan = plan_import(uow, [replace(CONTOSO, customer_name="Contoso Group"), FABRIKAM])
    happen(store, state=OrderState.STARTED, begun_at=NOON)
    with store.unit_of_work() as uow:
        done = apply_import(uow, plan, Followers(uow))
    assert done.changed[0].before.state is OrderState.STARTED
    assert (kept(store).state, kept(store).customer_name) == (OrderState.STARTED, "Contoso Group")


def another(value: object) -> Any:
    """Return another value of the same kind."""
    match value:
        case OrderState():
            return OrderState.STARTED
        case bool():
            return not value
        case str():
            return f"another-{value}"
        case date():
            return date(2026, 3, 30)
        case tuple():
            return value[:1]
        case _:
            return NOON


@pytest.mark.parametrize("field", [field.name for field in fields(Order) if field.name not in {"number", "state"}])
def test_a_field_follows_the_file_if_it_is_declared_and_is_kept_if_not(field: str) -> None:
    """Whoever adds a field of an order need not think of imports: what no column declares, no file touches."""
    declared = {column.name for column in ORDER_COLUMNS} | {"lines"}
    begun = replace(CONTOSO, subscription="Sub1", lines=CONTOSO.lines * 2, begun_at=NOON)
    changed = another(getattr(begun, field))
    assert changed != getattr(begun, field)

    if field in declared:
        assert followed(begun, replace(begun, **{field: changed})) == replace(begun, **{field: changed})
    else:
        ours: Order = replace(begun, **{field: changed})
        newer = replace(begun, customer_name="Contoso Group")
        assert followed(ours, newer) == replace(ours, customer_name="Contoso Group")


def test_organizations_are_counted_once_they_are_news(store: Store) -> None:
    file = read_directory((SAMPLES / "directory.csv").read_bytes())
    with store.unit_of_work() as uow:
        first = import_directory(uow, file.organizations)
        again = import_directory(uow, [*file.organizations, Organization("org-9", "New", OrgKind.PARTNER)])
    assert first == DirectoryCounts(saved=6, unchanged=0)
    assert again == DirectoryCounts(saved=1, unchanged=6)


def test_a_report_shows_what_was_and_what_is(store: Store) -> None:
    bring_in(store, CONTOSO, FABRIKAM)
    done, _followers = bring_in(
        store,
        replace(CONTOSO, start_date=date(2026, 3, 9), lines=(Line("A-FLEX-3", status="Booked", term="12"),)),
        replace(FABRIKAM, state=OrderState.CANCELLED),
    )
    assert orders_report(OrdersFile("orders.csv", 2, done.orders), done) == [
        "orders.csv: 2 rows",
        "  0  new",
        "  1  changed",
        "  1  cancelled",
        "  0  unchanged",
        "",
        "Changed orders",
        "  90417263  REQUESTED START DATE  2026-03-02 → 2026-03-09",
        "            lines                 changed in a detail",
        "",
        "Cancelled orders",
        "  90417310  state  scheduled → cancelled",
    ]
