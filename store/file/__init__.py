"""The file itself: how it is opened, upgraded, copied, rehearsed on, and fetched from another place."""
