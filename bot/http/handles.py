"""File handles: how many this process may have, and how many of them connections may use."""

import resource

# Where the process is allowed fewer, this many are asked for.
WANTED = 4096
MOST_CONNECTIONS = 512


def most_connections() -> int:
    """Return how many connections there may be before idle ones are closed: at most half of the handles.

    The others are for the database and for calls to Webex; with none left, no connection could even be accepted.
    """
    return min(MOST_CONNECTIONS, _allowed() // 2)


def _allowed() -> int:
    """Return how many handles this process may have, after asking for as many as are useful."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if 0 <= soft < WANTED and soft != hard:
        soft = WANTED if hard == resource.RLIM_INFINITY else min(WANTED, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return WANTED if soft == resource.RLIM_INFINITY else soft
