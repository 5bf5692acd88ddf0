"""Orders, and everything that belongs to one of them."""
