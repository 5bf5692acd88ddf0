"""What was done: the audit log, its seals, and the counts of the report."""
