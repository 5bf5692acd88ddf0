"""Metrics: every instrument is on the registry it was made with, so two bots in one process keep apart."""

from prometheus_client import generate_latest

from bot.metrics import Metrics


def test_two_bots_count_apart() -> None:
    one, other = Metrics(), Metrics()
    one.accepted.labels("messages:created").inc()
    one.handle_seconds.observe(0.02)
    one.inbox_backlog.set(3)
    text = generate_latest(one.registry).decode()
    assert 'setup_now_events_accepted_total{kind="messages:created"} 1.0' in text
    assert "setup_now_inbox_backlog 3.0" in text
    assert 'kind="messages:created"' not in generate_latest(other.registry).decode()
