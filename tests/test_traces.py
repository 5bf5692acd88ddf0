"""Where traces are wanted, an event is one trace from its webhook to what was sent, over a restart too."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, request
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from playground.serving import serve
from tests.staging.processes import Processes

pytestmark = pytest.mark.crash
SECRET_WORDS = "order 90417263 please"


class Collector:
    """A collector of traces, as OpenTelemetry speaks to one."""

    def __init__(self) -> None:
        self.received: list[bytes] = []
        self.app = Flask(__name__)
        self.app.post("/v1/traces")(self.take)

    def take(self) -> bytes:
        self.received.append(request.get_data())
        return b""

    @property
    def spans(self) -> list[Any]:
        requests = [ExportTraceServiceRequest.FromString(each) for each in self.received]
        return [span for each in requests for of in each.resource_spans for sc in of.scope_spans for span in sc.spans]

    @property
    def services(self) -> list[str]:
        """The names of who sent traces, each once."""
        requests = [ExportTraceServiceRequest.FromString(each) for each in self.received]
        facts = [fact for each in requests for of in each.resource_spans for fact in of.resource.attributes]
        return list(dict.fromkeys(fact.value.string_value for fact in facts if fact.key == "service.name"))

    def way_of(self, name: str) -> list[Any]:
        """Return the spans from the beginning of a trace to the last one with this name."""
        by_id = {each.span_id: each for each in self.spans}
        way = [next(each for each in reversed(self.spans) if each.name == name)]
        while way[0].parent_span_id:
            way.insert(0, by_id[way[0].parent_span_id])
        return way


@pytest.fixture
def collector() -> Iterator[tuple[Collector, str]]:
    made = Collector()
    with serve(made.app) as http:
        yield made, http.url


def names(way: list[Any]) -> list[str]:
    return [each.name for each in way]


def references(way: list[Any]) -> list[str]:
    return [fact.value.string_value for each in way for fact in each.attributes if fact.key == "webex.tracking_id"]


def test_a_way_is_one_trace_without_people_also_over_a_restart(
    tmp_path: Path, collector: tuple[Collector, str]
) -> None:
    told, url = collector
    with Processes(tmp_path, OTEL_EXPORTER_OTLP_ENDPOINT=url) as bot:
        bot.start()
        ann = bot.world.person("ann.archer@example.com", "Ann Archer")
        ann.says(bot.me, SECRET_WORDS)
        bot.until(lambda: len(bot.chat(ann)) == 1)
        bot.world.faults.failing(503, 1000, method="GET", path="/messages/")
        ann.says(bot.me, "help")
        bot.world.settle()
        bot.stop()
        first = told.way_of("webex POST messages")
        assert told.services == ["setup-now"]
        bot.world.faults.clear()
        bot.more_settings["OTEL_SERVICE_NAME"] = "the-second-life"
        bot.start()
        bot.until(lambda: len(bot.chat(ann)) == 2)
        bot.stop()

    assert told.services == ["setup-now", "the-second-life"]
    second = told.way_of("webex POST messages")
    for way in (first, second):
        assert names(way) == ["webhook", "handle messages:created", "send post", "webex POST messages"]
        assert len({each.trace_id for each in way}) == 1
        assert len(references(way)) == 1
    assert first[0].trace_id != second[0].trace_id
    everything = b"".join(told.received)
    for personal in ("ann.archer", "Ann Archer", ann.id, SECRET_WORDS, "90417263"):
        assert personal.encode() not in everything
