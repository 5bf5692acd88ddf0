"""Metrics: the numbers by which an operator sees how the bot does."""

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

HANDLE_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Metrics:
    """The instruments of one bot, all on the registry they were made with."""

    def __init__(self, registry: CollectorRegistry | None = None) -> None:
        self.registry = registry or CollectorRegistry()
        self._name_inbox()
        self._name_outbox()
        self._name_time()
        self._name_health()

    def _name_inbox(self) -> None:
        self.accepted = self._counter("events_accepted", "Events stored and acknowledged.", "kind")
        self.repeated = self._counter("events_repeated", "Events that had been stored already.", "kind")
        self.let_go = self._counter("events_let_go", "Events dropped because too many of their kind waited.", "kind")
        self.handled = self._counter("events_handled", "Events handled to their end.", "kind")
        self.dead_letters = self._counter("events_dead", "Events given up, kept with their cause.", "kind")
        self.contradicted = self._counter(
            "deliveries_contradicted", "Signed deliveries that Webex does not confirm: somebody may know the secret."
        )
        self.handle_seconds = Histogram(
            "setup_now_handle_seconds",
            "How long the handling of an event took.",
            buckets=HANDLE_SECONDS,
            registry=self.registry,
        )
        self.inbox_backlog = self._gauge("inbox_backlog", "Events that wait to be handled.")
        self.paused = self._gauge("paused", "1 while an admin has paused the bot, so that events wait on purpose.")
        self.inbox_age = self._gauge("inbox_age_seconds", "How long the oldest event waits.")

    def _name_outbox(self) -> None:
        self.sent = self._counter("messages_sent", "Messages posted, edited or deleted in Webex.", "operation")
        self.retried = self._counter("messages_retried", "Messages put off to be tried again.", "why")
        self.dead = self._counter("messages_dead", "Messages given up.", "operation")
        self.outbox_backlog = self._gauge("outbox_backlog", "Messages that wait to be sent.")
        self.calls_granted = self._gauge("calls_granted", "Calls a minute that Webex grants, as far as the bot knows.")
        self.pause = self._gauge("webex_pause_seconds", "How much longer Webex wants to be left alone.")
        self.rate_limits = self._counter("rate_limits", "Times that Webex asked the bot to slow down.")

    def _name_health(self) -> None:
        self.probe_seconds = self._gauge(
            "probe_seconds", "How long the bot's latest event to itself took to be handled, or is under way."
        )
        self.probe_handled = self._gauge(
            "probe_handled_timestamp", "When an event of the bot to itself was last handled; before that, its start."
        )
        self.problems = self._gauge("problems", "How many things keep the bot from being ready; /readyz names them.")
        self.dead_letters_kept = self._gauge("dead_letters", "Dead letters that wait for an admin; /dlq lists them.")
        self.backed_up = self._gauge(
            "backup_timestamp", "Up to when the newest backup goes; before the first, since when one is awaited."
        )
        self.disk_free = self._gauge("disk_free_bytes", "Room left on the disk of the database.")

    def _name_time(self) -> None:
        self.reminders = self._counter("reminders_fired", "Reminders that became due and were handled.", "rule")
        self.reminders_late = self._counter("reminders_late", "Reminders that came late, and said so.", "rule")
        self.escalations = self._gauge("escalations_open", "Orders that need a Cisco representative.")
        self.reminders_overdue = self._gauge("reminders_overdue", "Reminders that should have been sent minutes ago.")
        self.reminders_unproven = self._gauge("reminders_unproven", "Reminders that fired and left no event.")
        self.escalations_unrouted = self._gauge(
            "escalations_unrouted", "Open escalations that no route fits, so that they are in the fallback space."
        )
        self.reminders_astray = self._gauge("reminders_astray", "Reminders an order calls for, missing or too late.")
        self.reminders_audited = self._gauge(
            "reminders_audited_timestamp", "When the auditor last looked; before that, its start."
        )

    def _counter(self, name: str, meaning: str, *labels: str) -> Counter:
        return Counter(f"setup_now_{name}", meaning, labels, registry=self.registry)

    def watch(
        self, backlog: Callable[[], tuple[int, float, int]], unrouted: Callable[[], int], escalated: Callable[[], int]
    ) -> None:
        """Ask for the backlog whenever somebody asks for the numbers: events, age of the oldest, messages."""
        self.escalations_unrouted.set_function(unrouted)
        self.escalations.set_function(escalated)
        self.inbox_backlog.set_function(lambda: backlog()[0])
        self.inbox_age.set_function(lambda: backlog()[1])
        self.outbox_backlog.set_function(lambda: backlog()[2])

    def _gauge(self, name: str, meaning: str) -> Gauge:
        return Gauge(f"setup_now_{name}", meaning, registry=self.registry)
