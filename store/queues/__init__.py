"""What is owed: events to handle, and messages, letters and events to send; leased, tried again, given up at last."""
