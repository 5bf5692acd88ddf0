"""Dispatch: one event, one transaction, one handler."""
