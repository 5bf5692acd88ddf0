"""For admins: how the bot is, what failed, who did what."""
