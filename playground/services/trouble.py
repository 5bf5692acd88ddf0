"""Trouble with a service, as switches: it is slow, it refuses, it finds nothing."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from flask import Response


@dataclass
class Trouble:
    """The switches of one service, all off; set them at any time."""

    seconds: float = 0
    """How long every answer takes."""
    status: int = 0
    """What every call is answered with, such as 401, 403, 429 or 503."""
    times: int = -1
    """How many calls that is true of; without end unless it is said."""
    retry_after: str = ""
    """What Retry-After says with it."""
    is_empty: bool = False
    """Whether the service finds nothing, as for a token that may see nothing."""
    calls: list[str] = field(default_factory=list)
    """The calls that came, with method and path."""

    def meets(self, call: str) -> Response | None:
        """Note a call, and return what becomes of it in place of its usual answer."""
        self.calls.append(call)
        if self.seconds:
            threading.Event().wait(self.seconds)
        if not self.status or not self.times:
            return None
        self.times -= 1
        answer = Response(f"<h1>{self.status}</h1>", self.status, mimetype="text/html")
        if self.retry_after:
            answer.headers["Retry-After"] = self.retry_after
        return answer

    def calm(self) -> None:
        """Let all go well again."""
        self.seconds, self.status, self.times, self.retry_after, self.is_empty = 0, 0, -1, "", False
