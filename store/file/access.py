"""Access to the file: what stands in the way of somebody who cannot use it, and what to do about that."""

import errno
import os
import pwd
from pathlib import Path

MAKE_ROOM = "Make room on its disk (df -h)"
# What a system says of a full disk, and of somebody's whole share of one.
FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


def cannot_be_made(path: Path, error: OSError) -> str:
    """Say that a database cannot be made, why, and what to do."""
    remedy = MAKE_ROOM if error.errno in FULL else let_in(path)
    return f"The database {path} cannot be made: {error.strerror}. {remedy}"


def let_in(path: Path) -> str:
    """Say what to do where this user may not write a file, or not into its folder."""
    me, owner = name_of(os.geteuid()), owner_of(path)
    if owner in {me, None}:
        return f"Let {me} write to it and to its folder (ls -la {path.parent}), unless its disk is read-only (mount)"
    return f"It belongs to {owner}, and this is run by {me}: run it as {owner}, or give it to {me} (chown)"


def owner_of(path: Path) -> str | None:
    """Return whose a file is, or the folder in which it would be; None where even that cannot be seen."""
    for place in (path, path.parent):
        try:
            return name_of(place.stat().st_uid)
        except OSError:
            continue
    return None


def name_of(uid: int) -> str:
    """Return what a user is called; in a container mostly a number alone."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def inode_of(path: Path) -> int:
    """Return the number of a file in its file system; 0 where there is none."""
    try:
        return path.stat().st_ino
    except OSError:
        return 0
