"""Time zones that are only a difference from UTC: people write them otherwise than IANA does."""

import re

OFFSET = re.compile(r"(?:utc|gmt|z)? ?([+−-]) ?(\d{1,2})(?::?(\d{2}))?", re.IGNORECASE)
# Signs in IANA's names are those of POSIX: Etc/GMT-3 is three hours ahead.
IANA = re.compile(r"Etc/GMT([+-])(\d{1,2})")
MOST_BEHIND, MOST_AHEAD = 12, 14


def minutes_ahead(words: str) -> int | None:
    """Return how many minutes ahead of UTC *UTC+3*, *GMT+03:00* or *+0530* is; None for anything else."""
    found = OFFSET.fullmatch(words.strip())
    if not found:
        return None
    minutes = int(found[2]) * 60 + int(found[3] or 0)
    return minutes if found[1] == "+" else -minutes


def zone_ahead(minutes: int) -> str:
    """Return IANA's name for a zone of whole hours ahead of UTC; "" where it has none."""
    hours, rest = divmod(minutes, 60)
    if rest or not -MOST_BEHIND <= hours <= MOST_AHEAD:
        return ""
    return f"Etc/GMT{-hours:+d}" if hours else "UTC"


def shown_zone(zone: str) -> str:
    """Return a zone as people write it: *UTC+3*; any other zone by its own name."""
    found = IANA.fullmatch(zone)
    return f"UTC{'-' if found[1] == '+' else '+'}{found[2]}" if found else zone
