"""Stand-ins for the services behind an order, each over HTTP: Webex Admin, Cisco Commerce, the partner's own system."""
