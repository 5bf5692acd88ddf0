"""Orders: found, shown, added, edited, imported and exported."""
