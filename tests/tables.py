"""Tables of hundreds of rows, each looked at in one test: a test of its own would cost a row more than what it asks."""

from collections.abc import Callable, Iterable
from functools import wraps
from inspect import signature
from typing import Any

Test = Callable[..., None]


def each_row(
    names: str, rows: Iterable[Any] | Callable[[], Iterable[Any]], *, ids: Callable[[Any], Any] = str
) -> Callable[[Test], Test]:
    """Run a test with every row of a table, as `pytest.mark.parametrize` does, but as one test.

    All rows are looked at, and each that fails is named. A table that takes long to make is handed over as what makes
    it: so it is made where the test runs, and not by everybody who collects tests.
    """
    columns = names.replace(" ", "").split(",")

    def decorate(test: Test) -> Test:
        def failure(row: Any, given: dict[str, Any]) -> Exception | None:
            try:
                test(**given, **dict(zip(columns, row if len(columns) > 1 else [row], strict=True)))
            except Exception as error:  # noqa: BLE001 - told with all others, when every row was looked at
                error.add_note(f"With {names} = {ids(row)}")
                return error
            return None

        @wraps(test)
        def with_every_row(**given: Any) -> None:
            table = list(rows() if callable(rows) else rows)
            assert table, "the table has no rows"
            failures = [error for row in table if (error := failure(row, given))]
            if failures:
                raise ExceptionGroup(f"{len(failures)} of {len(table)} rows failed", failures)

        # So pytest hands over what else the test asks for, and no row.
        others = [each for each in signature(test).parameters.values() if each.name not in columns]
        with_every_row.__signature__ = signature(test).replace(parameters=others)  # type: ignore[attr-defined]
        return with_every_row

    return decorate
