"""What handlers share: live cards, confirmations, typed buttons, look-ups of orders, the audit log in words."""
