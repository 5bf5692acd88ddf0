"""The chat page: one is anybody there, moves the clock, breaks things, and sees what is promised and sent."""
