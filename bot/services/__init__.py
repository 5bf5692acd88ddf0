"""Services: ports to the world behind the order, and the doors to it: who provisions, what Cisco and Webex know."""
