"""Scheduling: reminders are planned, swept when they are due, and audited. The door to APScheduler."""
