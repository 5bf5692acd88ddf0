"""Reminders: what the bot says because a day has come, and how people put off or stop that."""
