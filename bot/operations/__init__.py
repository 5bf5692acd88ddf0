"""Operations: checks, imports and housekeeping, for whoever runs the bot."""
