"""What the handlers share in a chat: live cards, confirmations, typed buttons."""
