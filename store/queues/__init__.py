"""What is owed: events to handle; messages, letters and events to send. Leased, tried again, or given up at last."""
