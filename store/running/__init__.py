"""What the bot keeps about its own running: processes, pauses, backups, a restored file, a wrong clock."""
