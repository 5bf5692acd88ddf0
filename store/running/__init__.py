"""What the bot keeps about its own running: settings, processes, a pause, a restored file, a clock that was wrong."""
