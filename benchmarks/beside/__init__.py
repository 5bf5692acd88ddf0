"""The bot beside a floor, the least that could do its work.

Both are measured side by side in one run: what a turn costs, how long a press takes, how fast it is acknowledged.
"""
