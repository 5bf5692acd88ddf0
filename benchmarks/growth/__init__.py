"""How the cost of a turn and the wait for it grow: over people, over orders, and over the size of the file."""
