"""Beside a floor: what a turn costs, how long a press takes and how fast it is acknowledged, by the least that could do
it and by the bot, side by side in one run."""
