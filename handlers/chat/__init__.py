"""What all handlers share: live cards, confirmations, typed buttons, look-ups of orders, words of the audit log."""
