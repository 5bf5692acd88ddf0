"""The values that everything else speaks of (orders, people, organizations and more), and their rules. Pure."""
