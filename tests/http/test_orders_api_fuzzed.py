"""Orders over HTTP that schemathesis makes of our OpenAPI document: none breaks anything, all answers are as written.

FUZZ_EXAMPLES in the environment makes it try more, such as 1000.
"""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance
from werkzeug.test import Client

from bot.intake.documents import InvalidDocument
from bot.services.answers import read_answer
from tests.staging.settings import INTAKE_TOKEN
from tests.staging.stage import Stage

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "25"))
HEADERS = {"Authorization": f"Bearer {INTAKE_TOKEN}"}
CHECKS = [not_a_server_error, status_code_conformance, response_schema_conformance]


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    with Stage(tmp_path, datetime(2026, 3, 2, 8, tzinfo=UTC), INTAKE_TOKEN=INTAKE_TOKEN) as stage:
        yield stage


@pytest.mark.parametrize("is_valid", [True, False])
def test_whatever_is_sent_is_answered_as_the_document_says(stage: Stage, is_valid: bool) -> None:
    document: Any = Client(stage.bot.web).get("/api/openapi.json", headers=HEADERS).get_json()
    api: Any = schemathesis.openapi.from_dict(document)
    api.app = stage.bot.web
    mode = schemathesis.GenerationMode.POSITIVE if is_valid else schemathesis.GenerationMode.NEGATIVE
    for operation in api.get_all_operations():

        @given(operation.ok().as_strategy(generation_mode=mode))
        @settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
        def send(case: Any) -> None:
            # Time passes, or nearly all would be one too many.
            stage.clock.passes(minutes=1)
            case.call_and_validate(headers=HEADERS, checks=CHECKS)

        send()
    stage.settle()


@pytest.mark.parametrize("status", [{}, [], 1, None, "done"])
def test_a_word_of_any_type_is_named_where_it_is_none_of_ours(status: Any) -> None:
    with pytest.raises(InvalidDocument):
        read_answer({"status": status}, ())
