"""Reminders: promises to speak at a moment, kept by the store and sent when the clock says so."""
