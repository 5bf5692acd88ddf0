"""The ordering system: it posts orders, asks how they stand, and holds every answer against the OpenAPI document."""

import re
from typing import Any

from jsonschema import Draft202012Validator
from werkzeug.test import Client, TestResponse

from tests.staging.settings import INTAKE_TOKEN
from tests.staging.stage import Stage

CONTOSO = {
    "number": "90417263",
    "start_date": "2026-03-02",
    "contact": "ann@northwind.example.com",
    "customer_name": "Contoso Dental Group",
    "zone": "UTC",
    "lines": [{"item": "A-FLEX-3", "status": "Booked"}],
}


class Feed:
    """Another system, with the token or with another one."""

    def __init__(self, stage: Stage, token: str = INTAKE_TOKEN) -> None:
        self.stage = stage
        self.headers = {"Authorization": f"Bearer {token}"}
        self.api: dict[str, Any] = {}

    def sends(self, revision: object = 1, **changes: Any) -> TestResponse:
        """Post Contoso's order, with changes; None takes a field out."""
        document = {name: value for name, value in (CONTOSO | changes).items() if value is not None}
        return self.posts(json=document | {"revision": revision})

    def posts(self, **request: Any) -> TestResponse:
        return self._asks("POST", "/api/orders", "/api/orders", **request)

    def asks_for(self, number: str) -> TestResponse:
        return self._asks("GET", f"/api/orders/{number}", "/api/orders/{number}")

    def answers(self, number: str, *, status_: str, **said: Any) -> TestResponse:
        """Say what became of a finished setup, as the partner's own system does."""
        route = "/api/orders/{number}/provisioning"
        path = f"/api/orders/{number}/provisioning"
        return self._asks("POST", path, route, json={"status": status_, **said})

    def _asks(self, method: str, path: str, route: str, **request: Any) -> TestResponse:
        client = Client(self.stage.bot.web)
        headers = self.headers | request.pop("headers", {})
        answer = client.open(path, method=method, headers=headers, **request)
        self.stage.settle()
        self._is_as_described(client, route, method, answer)
        return answer

    def _is_as_described(self, client: Client, route: str, method: str, answer: TestResponse) -> None:
        if answer.status_code == 429:
            return
        own = {"Authorization": f"Bearer {INTAKE_TOKEN}"}
        self.api = self.api or client.get("/api/openapi.json", headers=own).get_json()
        described = self.api["paths"][route][method.lower()]["responses"][str(answer.status_code)]["content"]
        schema = described[re.split(";", answer.content_type)[0]]["schema"]
        validator(self.api, schema).validate(answer.get_json())


def validator(api: dict[str, Any], schema: dict[str, Any]) -> Draft202012Validator:
    """Return what holds something against a schema of the document."""
    return Draft202012Validator({**schema, "components": api["components"]})


def complaints(answer: TestResponse) -> dict[str, str]:
    """Return what a problem says of each place."""
    assert answer.content_type == "application/problem+json"
    return {each["pointer"]: each["detail"] for each in answer.get_json().get("errors", [])}
