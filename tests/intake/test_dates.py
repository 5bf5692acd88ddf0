"""Every way in which a file may write a day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import InvalidAnswer
from bot.intake.dates import FIRST_YEAR, LAST_YEAR, Notation, notation_of, read_date
from bot.language.texts import texts
from tests.tables import each_row

SECOND_OF_MARCH = date(2026, 3, 2)
days = st.dates(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31))


def read(cell: str, *others: str) -> date:
    return read_date(cell, notation_of([cell, *others]))


@pytest.mark.parametrize(
    "cell",
    [
        "2026-03-02",
        "2026-3-2",
        "2026/03/02",
        "2026-03-02T00:00:00",
        "2026-03-02T09:30:00.000Z",
        "2026-03-02 09:30:00+03:00",
        "02-Mar-2026",
        "2nd of March 2026",
        "the 2nd of March, 2026",
        "on 2 March 2026 at 09:30",
        "le 2 mars 2026",
        "lundi 2 mars 2026 à 9h30",
        "يوم 2 مارس 2026",
        "2-MAR-2026",
        "02-march-2026",
        "02 Mar 2026",
        "2 March, 2026",
        "02/Mar/2026 12:00 AM",
        "02-مارس-2026",
        "٠٢-مارس-٢٠٢٦",
        "2 آذار 2026",
        "۲ اذار ۲۰۲۶",
        "٢٠٢٦-٠٣-٠٢",
        "20260302",
        "46083",
        "46083.5",
        "٤٦٠٨٣",
        "02-Mar-26",
        "2 Mar 26",
        "March 2, 2026",
        "Mar 2nd, 2026",
        "Monday, March 2, 2026",
        "Mon 02 Mar 2026",
        "2026-Mar-02",
        "lundi 2 mars 2026",
        "الاثنين، 2 مارس 2026",
        "\u200f٢٠٢٦\u200f/٠٣/٠٢",
    ],
)
def test_dates_without_a_doubt(cell: str) -> None:
    assert read(cell) == SECOND_OF_MARCH


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("9-Sept-2026", date(2026, 9, 9)),
        ("01-يناير-2027", date(2027, 1, 1)),
        ("1 كانون الثاني 2027", date(2027, 1, 1)),
        ("31-تشرين الأول-2026", date(2026, 10, 31)),
        ("14-جويلية-2026", date(2026, 7, 14)),
        ("30 غشت 2026", date(2026, 8, 30)),
        ("29-Feb-2028", date(2028, 2, 29)),
    ],
)
def test_months_are_known_by_their_names(cell: str, expected: date) -> None:
    assert read(cell) == expected


# As people in other countries write the same day, and the programs that they use.
ABROAD = (
    "2. März 2026", "2.3.2026.", "Montag, 2. März 2026", "Mo, 2. Mär. 2026", "den 2. März 2026", "2 Mrz 2026",
    "02.Mrz.2026", "2. Maerz 2026", "2026年3月2日", "2026年03月02日", "2026 年 3 月 2 日", "２０２６年３月２日",
    "2026年3月2日（月）", "2026年3月2日 星期一", "2026년 3월 2일", "2026. 3. 2.", "2 de marzo de 2026",
    "2º de marzo de 2026", "2 mar 2026", "02-mar-2026", "lunes, 2 de marzo de 2026", "2 marzo 2026",
    "2 de março de 2026", "2 maart 2026", "2 Mart 2026", "2 marca 2026 r.", "2 марта 2026 г.", "2 mars 2026",
    "2. marts 2026", "2. maaliskuuta 2026", "2 Maret 2026", "2 מרץ 2026", "2 آذار 2026م", "2 مارس 2026 ميلادي",
    "2026-W10-1", "2026W101", "46083,0", "2026-03-02 (Mon)", "Mon, 2 Mar 2026 00:00:00 GMT", "2 Mar '26",
    "2–Mar–2026", "2026–03–02", "2026‑03‑02", "2026−03−02", "2026／03／02", "2026 03 02", "'2026-03-02",
    "2ⁿᵈ March 2026",
)  # fmt: skip


@each_row("cell", ABROAD)
def test_a_day_is_read_as_it_is_written_abroad(cell: str) -> None:
    assert read(cell, "13.02.2026") == SECOND_OF_MARCH


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("2 March", "no year"),
        ("1er décembre", "no year"),
        ("29.02.", "no year"),
        ("31/12", "no year"),
        ("1448/07/21", "another calendar"),
        ("21 رجب 1448", "another calendar"),
        ("31/12/2569", "another calendar"),
    ],
)
def test_half_a_date_and_other_calendars_are_named(cell: str, why: str) -> None:
    with pytest.raises(InvalidAnswer, match=why):
        read(cell)


@pytest.mark.parametrize(
    ("cell", "others", "expected"),
    [
        ("02/03/2026", ["13/02/2026"], SECOND_OF_MARCH),
        ("03/02/2026", ["02/13/2026"], SECOND_OF_MARCH),
        ("2/3/2026", ["x", "", "2026-01-13", "31.12.2026"], SECOND_OF_MARCH),
        ("٠٢/٠٣/٢٠٢٦", ["١٣/٠٢/٢٠٢٦"], SECOND_OF_MARCH),
        ("02-03-2026", ["13/02/2026"], SECOND_OF_MARCH),
        ("05/05/2026", [], date(2026, 5, 5)),
        ("05/05/2026", ["13/02/2026", "02/13/2026"], date(2026, 5, 5)),
        ("2026-02-13", ["13/02/2026", "02/13/2026"], date(2026, 2, 13)),
        ("02/03/2026", ["02/13/2026", "31/02/2026"], date(2026, 2, 3)),
        # With the year in two digits.
        ("02/03/26", ["22/03/26"], SECOND_OF_MARCH),
        ("3/2/26", ["3/22/26"], SECOND_OF_MARCH),
        ("2.3.26", ["13.2.2026"], SECOND_OF_MARCH),
        ("3/22/27", [], date(2027, 3, 22)),
        ("26-03-02", [], SECOND_OF_MARCH),
        ("26-03-28", ["26-03-02"], date(2026, 3, 28)),
        ("05/05/26", [], date(2026, 5, 5)),
    ],
)
def test_one_plain_date_settles_its_column(cell: str, others: list[str], expected: date) -> None:
    assert read(cell, *others) == expected


@pytest.mark.parametrize(
    ("cell", "others", "why"),
    [
        ("02/03/2026", [], "This can be"),
        ("02/03/2026", ["04/05/2026", "2026-12-31", "05/05/2026"], "This can be"),
        ("02/03/2026", ["31/02/2026", "99/99/2026"], "This can be"),
    ],
)
def test_a_doubt_is_named_with_both_readings(cell: str, others: list[str], why: str) -> None:
    with pytest.raises(InvalidAnswer) as refused:
        read(cell, *others)
    assert why in refused.value.text
    assert refused.value.values == {"first": date(2026, 3, 2), "second": date(2026, 2, 3)}


@pytest.mark.parametrize("cell", ["02/03/2026", "13/02/2026", "02/13/2026", "11/12/2026"])
def test_a_column_that_is_written_both_ways_is_not_read_and_both_proofs_are_named(cell: str) -> None:
    with pytest.raises(InvalidAnswer, match="both ways") as refused:
        read_date(cell, notation_of(["", "2026-03-02", "13/02/2026", cell, "02/13/2026"]))
    assert refused.value.values == {"day": "13/02/2026", "month": "02/13/2026"}


@pytest.mark.parametrize(
    "cell",
    [
        "31/02/2026",
        "31-Feb-2026",
        "2026-02-30",
        "02-Mrx-2026",
        "2026-W10",
        "KW 10 2026",
        "02-Mar-70",
        "02-Mar-02",
        "02/03/99",
        "36525",
        "73051",
        "4608",
        "20261302",
        "13/13/2026",
        "02/03-2026",
        "9999-12-31",
        "0000-00-00",
        "tomorrow",
        "09:30",
        "-",
    ],
)
def test_what_is_no_date(cell: str) -> None:
    with pytest.raises(InvalidAnswer, match="This date cannot be read"):
        read(cell, "13/02/2026")


@pytest.mark.parametrize(
    ("cell", "first", "second"),
    [("2-3-27", date(2027, 3, 2), date(2027, 2, 3)), ("26-03-28", date(2028, 3, 26), date(2026, 3, 28))],
)
def test_a_doubt_in_two_digits_is_one_too(cell: str, first: date, second: date) -> None:
    with pytest.raises(InvalidAnswer, match="This can be") as refused:
        read(cell)
    assert refused.value.values == {"first": first, "second": second}


def test_years_in_two_digits_that_prove_two_ways_are_not_read() -> None:
    with pytest.raises(InvalidAnswer, match="several ways") as refused:
        read("26-03-28", "26-03-02", "13-02-27")
    assert refused.value.values == {"first": "13-02-27", "second": "26-03-02"}


@given(days)
def test_every_day_in_every_plain_notation(day: date) -> None:
    assert read(day.isoformat()) == day
    assert read(day.strftime("%d-%b-%Y")) == day
    assert read_date(f"{day.day}/{day.month}/{day.year}", Notation(day_first="31/12/2026")) == day
    assert read_date(f"{day.month}/{day.day}/{day.year}", Notation(month_first="12/31/2026")) == day


@given(st.sampled_from(["%d/%m/%Y", "%m/%d/%Y"]), st.lists(days, min_size=1))
def test_a_column_is_read_as_it_was_written_or_not_at_all(notation: str, column: list[date]) -> None:
    cells = [day.strftime(notation) for day in column]
    seen = notation_of(cells)
    for cell, day in zip(cells, column, strict=True):
        try:
            assert read_date(cell, seen) == day
        except InvalidAnswer:
            assert all(each.day <= 12 for each in column)


@given(st.lists(st.text()))
def test_any_text_is_a_date_or_an_invalid_answer(cells: list[str]) -> None:
    notation = notation_of(cells)
    for cell in cells:
        try:
            assert read_date(cell, notation) + timedelta(days=30)
        except InvalidAnswer as refused:
            texts("ar")(refused.text, **refused.values)
