"""Webex: the port that the bot needs of it, and the door to the real SDK."""
