"""People and the rooms of representatives: how they are reached, what they may, and how they move and are forgotten."""
