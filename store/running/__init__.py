"""What the bot keeps about its own running: its state, processes, pauses, backups, a restored file, a wrong clock."""
