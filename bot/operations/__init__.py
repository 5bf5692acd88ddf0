"""Operations: what the bot does for whoever runs it."""
