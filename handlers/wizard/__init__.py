"""The wizard: an order is set up step by step."""
