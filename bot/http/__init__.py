"""The door to Flask: webhooks, the order intake, the password page, health."""
