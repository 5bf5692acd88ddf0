"""The meter: counts every request to Webex in the budget, which learns from those that are one too many."""

from typing import Any

from requests import PreparedRequest, Response

from bot.webex.budget import Budget
from bot.webex.retry_after import rate_limited
from bot.webex.transport import BoundedAdapter

TOO_MANY_REQUESTS = 429


class MeteredAdapter(BoundedAdapter):
    """An adapter for requests that spends one call of the budget on each. Raises BudgetSpent when none is left."""

    def __init__(self, budget: Budget, connections: int) -> None:
        super().__init__(pool_maxsize=connections)
        self._budget = budget

    def send(self, request: PreparedRequest, *given: Any, **more: Any) -> Response:
        self._budget.spend()
        try:
            with self._budget.desks.left():
                response = super().send(request, *given, **more)
            if response.status_code == TOO_MANY_REQUESTS:
                said = response.headers
                self._budget.refused(rate_limited(said.get("Retry-After"), "429", said.get("trackingid")))
            return response
        finally:
            self._budget.answered()
