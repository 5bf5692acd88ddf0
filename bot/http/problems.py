"""Problems of a request to the HTTP order intake, in the terms of RFC 9457, and its answers in JSON."""

import json
from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from typing import Any

from flask import Response

from bot.intake.documents import Json, Violation

PROBLEM_TYPE = "application/problem+json"
WRONG = "urn:setup-now:problem:"


@dataclass(eq=False)
class RequestProblem(Exception):
    """Why a request was refused, in the terms of RFC 9457: `kind` ends the problem's URN, `errors` has each place."""

    status: int
    kind: str
    title: str
    detail: str
    errors: tuple[Violation, ...] = ()
    retry_after: timedelta | None = None

    def response(self) -> Response:
        """Return the problem as an HTTP answer."""
        content: dict[str, Any] = {
            "type": f"{WRONG}{self.kind}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
        }
        if self.errors:
            content["errors"] = [{"pointer": each.pointer, "detail": each.detail} for each in self.errors]
        answer = answered(content, self.status, PROBLEM_TYPE)
        if self.retry_after is not None:
            answer.headers["Retry-After"] = str(ceil(self.retry_after.total_seconds()))
        if self.status == 401:
            answer.headers["WWW-Authenticate"] = 'Bearer realm="order intake"'
        return answer


def answered(content: Json, status: int = 200, content_type: str = "application/json") -> Response:
    """Return content as a JSON answer; letters beyond ASCII are not escaped."""
    return Response(json.dumps(content, ensure_ascii=False), status, content_type=content_type)
