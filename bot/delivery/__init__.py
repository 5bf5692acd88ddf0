"""Delivery: events come in through the inbox, messages go out through the outbox; both survive a crash."""
