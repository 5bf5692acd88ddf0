"""The intake's interface as an OpenAPI 3.1 document, made from the columns by which orders are read."""

from typing import Any

from bot.domain.orders import Order, OrderState
from bot.intake.columns import LINE_COLUMNS, NUMBER, ORDER_COLUMNS, SAID_COLUMNS, Column
from bot.intake.documents import HIGHEST_REVISION, LINES, MOST_LINES, REVISION
from bot.intake.plans import CHANGING, Outcome
from bot.intake.sheets import LONGEST_CELL

Schema = dict[str, Any]

PREFIX = "/api"
LARGEST_DOCUMENT = 256 * 1024
WINDOW_LIMIT, WINDOW_MINUTES = 300, 5

# What an order has here besides what was sent.
STATE: Schema = {"enum": [str(state) for state in OrderState], "description": "How far the order is."}
KNOWN_REVISION: Schema = {
    "type": ["integer", "null"],
    "description": "The newest revision received; null for an order that came from files alone.",
}


def order_document(order: Order, revision: int | None) -> Schema:
    """Return an order as JSON: what was sent, and how far it is; nothing that people answered."""
    return {
        **{column.name: as_json(getattr(order, column.name), column) for column in ORDER_COLUMNS},
        "state": order.state,
        REVISION: revision,
        LINES: [{column.name: getattr(line, column.name) for column in LINE_COLUMNS} for line in order.lines],
    }


def as_json(value: Any, column: Column) -> object:
    """Return a value as JSON has it."""
    return list(map(str, value)) if column.is_list else str(value)


def intake_document() -> Schema:
    """Return the OpenAPI document of the intake."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Set Up Now: order intake",
            "version": "1",
            "description": (
                "Orders come in and change here. Of each order the highest revision wins, in whatever order they come; "
                "the same revision again changes nothing. A field that is left out keeps what is known."
            ),
        },
        "security": [{"token": []}],
        "paths": {f"{PREFIX}/orders": {"post": posting()}, f"{PREFIX}/orders/{{number}}": {"get": looking()}},
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "description": "INTAKE_TOKEN"}},
            "schemas": {
                "Order": sent_order(),
                "Line": sent_line(),
                "StoredOrder": stored_order(),
                "Receipt": receipt(),
                "Problem": problem(),
            },
        },
    }


# Routes


def posting() -> Schema:
    return {
        "summary": "Send an order, or a newer revision of one",
        "operationId": "sendOrder",
        "requestBody": {"required": True, "content": json_of("Order")},
        "responses": {
            "200": {"description": "Changed, nothing new, or older than what is known.", "content": json_of("Receipt")},
            "201": {"description": "New here, and on disk.", "content": json_of("Receipt")},
            "400": refusal("Not JSON, or not one object."),
            "409": refusal("This revision was received before and says something else."),
            "413": refusal(f"More than {LARGEST_DOCUMENT // 1024} KiB."),
            "415": refusal("Not application/json."),
            "422": refusal("Not an order; each place that needs attention is named."),
            **common_refusals(),
        },
    }


def looking() -> Schema:
    number = {"name": NUMBER.name, "in": "path", "required": True, "schema": value_of(NUMBER)}
    return {
        "summary": "Ask how an order stands",
        "operationId": "getOrder",
        "parameters": [number],
        "responses": {
            "200": {"description": "The order.", "content": json_of("StoredOrder")},
            "404": refusal("No such order."),
            **common_refusals(),
        },
    }


def common_refusals() -> Schema:
    seconds = {"Retry-After": {"schema": {"type": "integer"}, "description": "How many seconds to wait."}}
    too_many = f"More than {WINDOW_LIMIT} requests in {WINDOW_MINUTES} minutes."
    return {
        "401": refusal("The token is missing or wrong."),
        "429": refusal(too_many) | {"headers": seconds},
        "503": refusal("Nothing can be stored now.") | {"headers": seconds},
    }


def refusal(description: str) -> Schema:
    return {"description": description, "content": {"application/problem+json": {"schema": named("Problem")}}}


def json_of(name: str) -> Schema:
    return {"application/json": {"schema": named(name)}}


def named(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


# Schemas


def sent_order() -> Schema:
    """Return the schema of an order on its way in."""
    revision = {
        "type": "integer",
        "minimum": 1,
        "maximum": HIGHEST_REVISION,
        "description": "Grows with every change of the order.",
        "examples": [1],
    }
    lines = {"type": "array", "items": named("Line"), "minItems": 1, "maxItems": MOST_LINES}
    required = [
        NUMBER.name,
        REVISION,
        LINES,
        *(each.name for each in SAID_COLUMNS if each.required and each is not NUMBER),
    ]
    return closed(required, properties(SAID_COLUMNS) | {REVISION: revision, LINES: lines})


def sent_line() -> Schema:
    """Return the schema of a line on its way in."""
    return closed([each.name for each in LINE_COLUMNS if each.required], properties(LINE_COLUMNS))


def stored_order() -> Schema:
    """Return the schema of an order as it is kept."""
    own = {"state": STATE, REVISION: KNOWN_REVISION}
    line = {each.name: {"type": "string"} for each in LINE_COLUMNS}
    lines = {"type": "array", "items": closed(list(line), line)}
    kept = {each.name: kept_value(each) for each in ORDER_COLUMNS}
    return closed([*kept, *own, LINES], kept | own | {LINES: lines})


def receipt() -> Schema:
    """Return the schema of the receipt for an order."""
    return closed(
        ["outcome", "detail", "changed", "order"],
        {
            "outcome": {"enum": [str(outcome) for outcome in Outcome]},
            "detail": {"type": "string"},
            "changed": {"type": "array", "items": {"enum": list(CHANGING)}},
            "order": named("StoredOrder"),
        },
    )


def problem() -> Schema:
    """Return the schema of a refusal (RFC 9457)."""
    place = {"pointer": {"type": "string"}, "detail": {"type": "string"}}
    return closed(
        ["type", "title", "status", "detail"],
        {
            "type": {"type": "string"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string"},
            "errors": {"type": "array", "items": closed(list(place), place)},
        },
    )


def properties(columns: tuple[Column, ...]) -> Schema:
    return {column.name: value_of(column) for column in columns}


def kept_value(column: Column) -> Schema:
    """Return the schema of a column as it is kept. If it may be blank, it need not fit the shape asked of senders."""
    shape = column.shape if column.required else {}
    return {**shape, "type": column.shape.get("type", "string"), "description": column.about}


def value_of(column: Column) -> Schema:
    """Return the schema of one field; one that is not required may also be null, which says nothing."""
    kind = column.shape.get("type", "string")
    example = column.example.split(";") if kind == "array" else column.example
    limit = {"maxLength": LONGEST_CELL} if kind == "string" else {}
    shape: Schema = {**limit, **column.shape, "type": kind if column.required else [kind, "null"]}
    if "enum" in shape and not column.required:
        shape["enum"] = [*shape["enum"], None]
    return shape | {"description": column.about, "examples": [example]}


def closed(required: list[str], given: Schema) -> Schema:
    """Return the schema of an object without other fields than these."""
    return {"type": "object", "required": required, "properties": given, "additionalProperties": False}
