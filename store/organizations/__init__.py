"""The organizations in which orders are set up, and what the embedded provisioning has taken and stored there."""
