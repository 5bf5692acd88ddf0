"""Bodies of requests to the HTTP order intake: one JSON object, neither large nor deep nor ambiguous."""

import json
from collections import Counter as CountOf
from collections.abc import Callable
from typing import Any, TypeVar

from flask import request
from werkzeug.exceptions import HTTPException

from bot.http.deliveries import is_deeper
from bot.http.problems import RequestProblem
from bot.intake.documents import MOST_NAMED, InvalidDocument, Json, escaped
from bot.intake.openapi import LARGEST_DOCUMENT

T = TypeVar("T")

DEEPEST_DOCUMENT = 8


def sent_as(read: Callable[[Json], T], kind: str, title: str) -> T:
    """Return what the request's body says. Raises RequestProblem (422) with each place that needs attention."""
    check_type()
    document = parsed(body())
    try:
        return read(document)
    except InvalidDocument as invalid:
        raise in_need_of_attention(invalid, kind, title) from None


def in_need_of_attention(invalid: InvalidDocument, kind: str, title: str) -> RequestProblem:
    """Return the answer (422) to a document that cannot be taken, with each place that needs attention."""
    count = len(invalid.violations)
    detail = f"{count} {'place needs' if count == 1 else 'places need'} attention; nothing was changed."
    return RequestProblem(422, kind, title, detail, errors=invalid.violations)


def check_type() -> None:
    """Raise RequestProblem (415) unless the body is said to be uncompressed JSON."""
    encoding = request.headers.get("Content-Encoding", "identity").lower()
    if request.mimetype != "application/json" or encoding != "identity":
        fix = "Send the header Content-Type: application/json, and the body as it is, in UTF-8."
        raise RequestProblem(415, "not-json", "Only JSON is taken", fix)


def body() -> bytes:
    """Return the body. Raises RequestProblem (413) for one that is too large, without reading it."""
    request.max_content_length = LARGEST_DOCUMENT
    try:
        return request.get_data(cache=False)
    except HTTPException as error:
        if error.code != 413:
            raise RequestProblem(400, "unreadable", "The body cannot be read", "Send it once more.") from error
        limit = f"At most {LARGEST_DOCUMENT // 1024} KiB are taken."
        raise RequestProblem(413, "too-large", "The body is too large", limit) from error


def parsed(content: bytes) -> Json:
    """Return the JSON object of a body."""
    try:
        # Programs on Windows put a byte order mark before UTF-8, though JSON allows none.
        text = content.decode("utf-8-sig")
        document = json.loads(text, object_pairs_hook=without_doubles, parse_constant=refused_constant)
    except (ValueError, RecursionError) as error:
        where = f" at line {error.lineno}, column {error.colno}" if isinstance(error, json.JSONDecodeError) else ""
        raise RequestProblem(400, "malformed", "The body is not JSON", f"It stops being JSON{where}.") from error
    if not isinstance(document, dict):
        raise RequestProblem(400, "malformed", "The body is not one JSON object", "Send one JSON object.")
    if is_deeper(document, DEEPEST_DOCUMENT):
        raise RequestProblem(
            400, "malformed", "The body is nested too deeply", f"At most {DEEPEST_DOCUMENT} levels are taken."
        )
    return document


def without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return the pairs of a JSON object as a dict. Raises RequestProblem (400) where a name stands twice."""
    content = dict(pairs)
    if len(content) < len(pairs):
        counts = CountOf(name for name, _ in pairs)
        twice = sorted({escaped(name) for name, count in counts.most_common(MOST_NAMED) if count > 1})
        fix = f"Written twice in one object: {', '.join(twice)}. Keep one of each."
        raise RequestProblem(400, "malformed", "A name is there twice", fix)
    return content


def refused_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")
