"""The meter: counts every request to Webex in the budget, which learns from those that are one too many."""

from typing import Any

from requests import PreparedRequest, Response
from urllib3.connectionpool import ConnectionPool

from bot.tracing import TRACKING, traces
from bot.webex.budget import Budget
from bot.webex.retry_after import rate_limited
from bot.webex.transport import BoundedAdapter

TOO_MANY_REQUESTS = 429


class MeteredAdapter(BoundedAdapter):
    """An adapter for requests to one host that spends one call of the budget on each.

    Raises BudgetSpent when none is left.
    """

    def __init__(self, budget: Budget, connections: int) -> None:
        super().__init__(pool_maxsize=connections)
        self._budget = budget
        self._connections: ConnectionPool | None = None

    def send(self, request: PreparedRequest, *given: Any, **more: Any) -> Response:
        self._budget.spend()
        try:
            with self._budget.slots.lent(), traces.part(named(request)) as span:
                response = super().send(request, *given, **more)
                span.note("http.response.status_code", response.status_code)
                span.note(TRACKING, response.headers.get("trackingid"))
            if response.status_code == TOO_MANY_REQUESTS:
                said = response.headers
                self._budget.refused(rate_limited(said.get("Retry-After"), "429", said.get("trackingid")))
            return response
        finally:
            self._budget.answered()

    def get_connection_with_tls_context(self, *given: Any, **more: Any) -> ConnectionPool:
        """Return the connections to the host, which requests would look for at each call."""
        if self._connections is None:
            self._connections = super().get_connection_with_tls_context(*given, **more)
        return self._connections

    def request_url(self, request: PreparedRequest, proxies: Any) -> str:
        """Return what of an address is sent: without proxies, never more than its path."""
        return super().request_url(request, proxies) if proxies else request.path_url

    def close(self) -> None:
        """Close the connections."""
        self._connections = None
        super().close()


def named(request: PreparedRequest) -> str:
    """Return what a call is, by its method and the first part of its path: the rest may name somebody."""
    return f"webex {request.method} {resource_of(request.url or '')}"


def resource_of(url: str) -> str:
    """Return what an address is about, without ids and questions: "messages" of "https://host/v1/messages/Y2lz…"."""
    parts = url.partition("?")[0].split("/")
    return "".join(parts[4:5]) or "root"
