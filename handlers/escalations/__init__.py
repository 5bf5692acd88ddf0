"""Escalations: a Cisco representative is called, and sees to an order."""
