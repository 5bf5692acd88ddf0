"""For everybody who writes to the bot: help, the language, yes and no, and words that are no command."""
