"""The values that everything speaks of, orders, people, organizations, and their rules. Pure."""
