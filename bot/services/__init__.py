"""Services: the ports and doors to the world behind an order: who provisions, and what Cisco and Webex know."""
