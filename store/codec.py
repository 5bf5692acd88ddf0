"""The codec: how moments, texts and dataclasses are written into rows and read back.

Moments are UTC text of one width, so that their alphabetical order is their order in time. A column has the name of its
field; only `order`, a keyword of SQL, becomes `order_number`.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

Row = dict[str, Any]
Decode = Callable[[Any], Any]
T = TypeVar("T")

RENAMED = {"order": "order_number"}


def moment_text(moment: datetime) -> str:
    """Return a moment as UTC text of fixed width; raises ValueError for one without a zone."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone, so it is no moment")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def moment(text: str) -> datetime:
    """Return the moment that `moment_text` has written."""
    return datetime.fromisoformat(text)


def json_text(value: object) -> str:
    """Return a value as JSON; letters beyond ASCII are not escaped."""
    text = PLAIN.encode(value)
    # A lone surrogate has no UTF-8 form, but can be written as an escape.
    return text if is_storable(text) else ESCAPED.encode(value)


def is_storable(text: str) -> bool:
    """Return whether a text has a UTF-8 form; one with a lone surrogate has none."""
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def storable(text: str) -> str:
    """Return the text with lone surrogates replaced, so that SQLite takes it."""
    return text if is_storable(text) else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def bound(value: object) -> object:
    """Return a value in the form in which SQLite stores it."""
    if isinstance(value, str):
        return value if value.isascii() else storable(value)
    if value is None or isinstance(value, int):
        return value
    match value:
        case datetime():
            return moment_text(value)
        case date():
            return value.isoformat()
        case Mapping() | list() | tuple() | frozenset():
            return json_text(value)
        case _:
            return value


def column_of(name: str) -> str:
    """Return the column in which a field of this name is kept."""
    return RENAMED.get(name, name)


def columns_of(kind: type) -> tuple[str, ...]:
    """Return the columns of a dataclass, in the order of its fields."""
    return tuple(column_of(field.name) for field in fields(kind))


def written(thing: Any) -> Row:
    """Return the fields of a dataclass as values by column."""
    kind: Any = type(thing)
    return {column: getattr(thing, name) for name, column in _names(kind)}


@cache
def _names(kind: Any) -> tuple[tuple[str, str], ...]:
    """Return the name and the column of each field of a dataclass."""
    return tuple((field.name, column_of(field.name)) for field in fields(kind))


def read(kind: Callable[..., T], row: Row) -> T:
    """Return the dataclass in a row. Columns that are no field of it are ignored."""
    return kind(*[row[column] if decode is as_it_is else decode(row[column]) for column, decode in _decoders(kind)])


@cache
def _decoders(kind: Any) -> tuple[tuple[str, Decode], ...]:
    """Return the column and the function that reads it, for each field of a dataclass."""
    hints = get_type_hints(kind)
    return tuple((column_of(field.name), _from_column(hints[field.name])) for field in fields(kind))


def as_it_is(value: Any) -> Any:
    """Return a value unchanged: it is read as it is stored."""
    return value


def _from_column(hint: Any) -> Decode:
    """Return the function that reads a value of this type from a column."""
    if get_origin(hint) in (Union, UnionType):
        return _unless_missing(_from_column(_without_none(hint)))
    if get_origin(hint) is None:
        return _from_word(hint)
    decode = _from_json(hint)
    return lambda text: decode(json.loads(text))


def _from_json(hint: Any) -> Decode:
    """Return the function that reads a value of this type from JSON."""
    gather = get_origin(hint)
    if gather in (tuple, frozenset):
        item = _from_json(get_args(hint)[0])
        return lambda values: gather(item(value) for value in values)
    if isinstance(hint, type) and is_dataclass(hint):
        return lambda values: _from_mapping(hint, values)
    return _from_word(hint)


def _from_word(hint: Any) -> Decode:
    if hint is datetime:
        return moment
    if hint is date:
        return date.fromisoformat
    if hint is bool or (isinstance(hint, type) and issubclass(hint, Enum)):
        return hint
    return as_it_is


def _from_mapping(kind: Callable[..., T], values: Mapping[str, Any]) -> T:
    decoders = _decoders_in_json(kind)
    return kind(**{name: decoders[name](value) for name, value in values.items() if name in decoders})


@cache
def _decoders_in_json(kind: Any) -> dict[str, Decode]:
    hints = get_type_hints(kind)
    return {field.name: _from_json(hints[field.name]) for field in fields(kind)}


def _unless_missing(decode: Decode) -> Decode:
    return lambda value: None if value is None else decode(value)


def _without_none(hint: Any) -> Any:
    return next(each for each in get_args(hint) if each is not type(None))


def _as_json(value: Any) -> Any:
    if is_dataclass(value):
        kind: Any = type(value)
        return {name: getattr(value, name) for name, _column in _names(kind)}
    if isinstance(value, datetime):
        return moment_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, frozenset):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} has no JSON form here")


# Made once: json.dumps makes one for each value.
PLAIN = json.JSONEncoder(ensure_ascii=False, default=_as_json, separators=(",", ":"))
ESCAPED = json.JSONEncoder(default=_as_json, separators=(",", ":"))
