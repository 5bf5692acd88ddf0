"""Webex: the port through which the bot uses it, and the adapter to webexteamssdk."""
