"""Help: greetings, commands, and words that we do not know."""
