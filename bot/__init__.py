"""What the bot knows and how it runs: no SQL, no card layout."""
