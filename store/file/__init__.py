"""The file itself: opened, upgraded, copied, rehearsed on, and fetched from another place."""
