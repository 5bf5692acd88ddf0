"""For admins: how the bot is doing, what failed, who did what, and the pause."""
