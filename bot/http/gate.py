"""The gate before the HTTP order intake: who may come in, and how often."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import ParamSpec

from flask import Response

from bot.clock import Clock
from bot.http.problems import RequestProblem
from bot.http.refusals import RefusalLog
from bot.http.tokens import Tokens, brings_token
from bot.intake.openapi import WINDOW_LIMIT, WINDOW_MINUTES
from bot.rate_limit import RateLimit

P = ParamSpec("P")


class Gate:
    """Stands before each route: checks the token and the limit, and turns a RequestProblem into an answer."""

    def __init__(self, tokens: Tokens, clock: Clock) -> None:
        self._tokens = tokens
        self._clock = clock
        self._limit = RateLimit(WINDOW_LIMIT, timedelta(minutes=WINDOW_MINUTES))
        self._log_refusal = RefusalLog("intake request refused")

    def __call__(self, view: Callable[P, Response]) -> Callable[P, Response]:
        """Return the route with the gate before it."""

        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> Response:
            now = self._clock.now()
            try:
                check_token(self._tokens)
                check_pace(self._limit.wait("", now))
                return view(*args, **kwargs)
            except RequestProblem as problem:
                self._log_refusal(problem.status, problem.kind, now)
                return problem.response()

        return guarded


def check_token(tokens: Tokens) -> None:
    """Raise RequestProblem (401) unless the request brings one of the tokens."""
    if not brings_token(tokens):
        fix = "Send the header Authorization: Bearer and the value of INTAKE_TOKEN."
        raise RequestProblem(401, "no-token", "The token is missing or wrong", fix)


def check_pace(wait: timedelta) -> None:
    """Raise RequestProblem (429) beyond the limit."""
    if wait:
        limit = f"At most {WINDOW_LIMIT} requests are taken in {WINDOW_MINUTES} minutes; nothing was changed."
        raise RequestProblem(429, "too-many-requests", "Too many requests", limit, retry_after=wait)
