"""What much that is stored costs: measured in CPU, since a machine that is shared makes other clocks worthless."""
