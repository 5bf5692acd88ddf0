"""Columns of the terminal are as wide as what is in them, in every script."""

from bot.operations.tables import aligned


def test_each_column_is_as_wide_as_what_is_in_it_on_a_terminal() -> None:
    rows = [("1", "北京", "ann"), ("22", "مُدُن", "omar"), ("333", "Oslo", ""), ("4", "Québec", "inès")]
    assert aligned(rows) == ["1    北京    ann", "22   مُدُن     omar", "333  Oslo", "4    Québec  inès"]
    assert aligned([]) == []
