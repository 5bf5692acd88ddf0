"""What handlers share: live cards, steps, confirmations, typed buttons, look-ups of orders, the audit log in words."""
