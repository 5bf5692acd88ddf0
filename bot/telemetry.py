"""The door to OpenTelemetry: sends traces to a collector, as OTLP over HTTP. Imported only where traces are wanted."""

from collections.abc import Iterator
from contextlib import contextmanager

from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import SERVICE_NAME, OTELResourceDetector, Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import Span as OpenSpan
from opentelemetry.trace import Status, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from bot.tracing import Fact, Span

NAME = "setup-now"
TRACEPARENT = "traceparent"
PROPAGATOR = TraceContextTextMapPropagator()


class Noted:
    """A span that is open, and what is noted of it."""

    def __init__(self, span: OpenSpan) -> None:
        self._span = span

    def note(self, name: str, value: Fact | None) -> None:
        """Keep a fact about it; one that is None or empty is left out."""
        if value not in {None, ""}:
            self._span.set_attribute(name, value)


class Collector:
    """A collector of traces at an address. The name in OTEL_SERVICE_NAME takes precedence over ours."""

    def __init__(self, endpoint: str) -> None:
        exporter = OTLPSpanExporter(endpoint=f"{endpoint.rstrip('/')}/v1/traces")
        named = Resource.create({SERVICE_NAME: NAME}).merge(OTELResourceDetector().detect())
        self._provider = TracerProvider(resource=named)
        self._provider.add_span_processor(BatchSpanProcessor(exporter))
        self._tracer = self._provider.get_tracer(NAME)

    @contextmanager
    def span(self, name: str, parent: str, facts: dict[str, Fact]) -> Iterator[Span]:
        """Begin a span under the one that is open in this thread, else under a parent of before, else a new trace."""
        # The words of an error may hold an address, so none is recorded; its kind does not, and is told below.
        before = PROPAGATOR.extract({TRACEPARENT: parent}) if parent and not self.current() else None
        with self._tracer.start_as_current_span(
            name, before, record_exception=False, set_status_on_exception=False
        ) as span:
            noted = Noted(span)
            for fact, value in facts.items():
                noted.note(fact, value)
            try:
                yield noted
            except BaseException as error:
                span.set_status(Status(StatusCode.ERROR, type(error).__name__))
                raise

    def current(self) -> str:
        """Return the context of the span that is open in this thread; "" where none is."""
        if not trace.get_current_span().get_span_context().is_valid:
            return ""
        carrier: dict[str, str] = {}
        PROPAGATOR.inject(carrier)
        return carrier.get(TRACEPARENT, "")

    def close(self) -> None:
        """Send what is left."""
        self._provider.shutdown()
