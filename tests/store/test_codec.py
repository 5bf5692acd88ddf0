"""What goes into a row comes out of it: for every moment, every text, every dataclass."""

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.orders import Line, Order
from bot.domain.organizations import Organization
from bot.domain.people import Person
from bot.reminders.reminder import Reminder
from bot.wizard.engine import Progress
from store.codec import Row, bound, json_text, moment, moment_text, read, storable, written

zones = st.timedeltas(timedelta(hours=-23), timedelta(hours=23)).map(timezone)
moments = st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29), timezones=st.just(UTC) | zones)  # noqa: DTZ001 - the zone comes beside it
utc_moments = moments.map(lambda when: when.astimezone(UTC))
texts = st.text(st.characters(exclude_categories=["Cs"]))
any_text = st.text(st.characters())


@given(moments)
def test_a_moment_is_read_as_it_was_written(when: datetime) -> None:
    assert moment(moment_text(when)) == when


@given(moments, moments)
def test_moments_sort_as_text(one: datetime, other: datetime) -> None:
    assert (one < other) == (moment_text(one) < moment_text(other))
    assert len(moment_text(one)) == len("2026-11-22T12:00:00.000000+00:00")


def test_a_time_without_a_zone_is_no_moment() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        moment_text(datetime(2026, 11, 22))  # noqa: DTZ001 - that is the case


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | any_text,
    lambda inner: st.lists(inner) | st.dictionaries(any_text, inner),
)


@given(json_values)
def test_json_comes_back_and_can_always_be_stored(value: object) -> None:
    text = json_text(value)
    text.encode()
    assert json.loads(text) == value


def test_json_is_readable_in_any_script() -> None:
    assert json_text({"city": "دبي"}) == '{"city":"دبي"}'


@given(any_text)
def test_any_text_can_be_stored(text: str) -> None:
    storable(text).encode()


@given(texts)
def test_a_whole_text_is_stored_as_it_is(text: str) -> None:
    assert storable(text) == text


def test_half_a_surrogate_pair_becomes_a_mark() -> None:
    assert storable("a\ud83d b") == "a\ufffd b"


lines = st.builds(Line, *[texts] * 10)
orders = st.builds(
    Order,
    number=texts,
    offer=texts,
    contact=texts,
    customer_name=texts,
    lines=st.lists(lines, max_size=2).map(tuple),
    invited_at=st.none() | utc_moments,
    begun_at=st.none() | utc_moments,
    mapped_at=st.none() | utc_moments,
    provisioned_at=st.none() | utc_moments,
)
answers = st.dictionaries(texts, st.dictionaries(texts, texts, max_size=3), max_size=3)
progresses = st.builds(Progress, answers=answers, order=texts, person=texts)
reminders = st.builds(Reminder, order=texts, due_at=utc_moments, fired_at=st.none() | utc_moments)
people = st.builds(Person, id=texts, email=texts, language=st.none() | texts)
organizations = st.builds(Organization, id=texts, name=texts, admins=st.frozensets(texts))


def as_row(thing: object) -> Row:
    """Return what SQLite would give back."""
    values = {name: bound(value) for name, value in written(thing).items()}
    return {name: int(value) if isinstance(value, bool) else value for name, value in values.items()}


@given(orders | progresses | reminders | people | organizations)
def test_a_dataclass_is_read_as_it_was_written(thing: object) -> None:
    assert read(type(thing), as_row(thing)) == thing


def test_what_a_newer_line_has_besides_is_passed_over() -> None:
    order = written(Order("1", "A-WX", datetime(2026, 1, 1, tzinfo=UTC).date(), "a@b.example", "Acme"))
    row = {name: bound(value) for name, value in order.items()} | {"lines": '[{"item": "A-WX", "colour": "red"}]'}
    assert read(Order, row).lines == (Line("A-WX"),)
