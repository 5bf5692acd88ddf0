"""Recordings: a conversation of the page, kept as a file, played again as a test, and compared word by word."""
