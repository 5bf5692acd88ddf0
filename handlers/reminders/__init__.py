"""Reminders: what is said because a day has come."""
