"""Flags on the lines of orders: open until closed, once."""

from datetime import UTC, datetime, timedelta

from bot.domain.flags import SEEN_TO, WITHDRAWN, Flag
from store import UnitOfWork

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def flag(line: int, words: str) -> Flag:
    return Flag("90017", line, "A-FLEX-3", words, "ann@partner.example", NOW)


def test_the_open_flags_of_an_order_come_as_they_were_raised(uow: UnitOfWork) -> None:
    for each in (flag(2, "50, not 5"), flag(0, "20 devices are missing")):
        uow.flags.add(each)
    first, second = uow.flags.open_of("90017")
    assert (first.line, second.words) == (2, "20 devices are missing")
    assert not uow.flags.open_of("90018")


def test_a_flag_is_closed_once(uow: UnitOfWork) -> None:
    uow.flags.add(flag(1, "Not ours"))
    [raised] = uow.flags.open_of("90017")

    assert uow.flags.close(raised, WITHDRAWN, NOW + timedelta(hours=1))
    assert not uow.flags.close(raised, SEEN_TO, NOW + timedelta(hours=2))
    assert not uow.flags.open_of("90017")
