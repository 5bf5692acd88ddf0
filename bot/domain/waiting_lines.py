"""Waiting lines: what waits in one of them goes in its order. The names of all are here, those of messages too."""

PERSON = "person:"


def of_person(email: str) -> str:
    """Return the line of what is about somebody, or for them."""
    return f"{PERSON}{email}"


def person_of(line: str) -> str:
    """Return the address of the person whose line it is; "" where it is nobody's."""
    return line.removeprefix(PERSON) if line.startswith(PERSON) else ""


def of_room(room_id: str) -> str:
    """Return the line of messages for a room."""
    return f"room:{room_id}"


def of_space(room_id: str) -> str:
    """Return the line of what is seen of a rep space."""
    return f"space:{room_id}"


def of_order(number: str) -> str:
    """Return the line of what is about an order."""
    return f"order:{number}"


def of_reminders(email: str) -> str:
    """Return the line of reminders that come to somebody as one list."""
    return f"reminders:{email}"


def of_jobs(person_id: str) -> str:
    """Return the line in which what somebody asked for is worked out."""
    return f"jobs:{person_id}"


def of_files(whose: str) -> str:
    """Return the line in which files wait for Webex, perhaps for hours: nothing else waits behind them."""
    return f"files:{whose}"


def of_sealed(message_id: str) -> str:
    """Return the line of a message alone that Webex has not decrypted."""
    return f"sealed:{message_id}"


def of_gone(message_id: str) -> str:
    """Return the line of word that a message was deleted: it does not say whose it was."""
    return f"gone:{message_id}"
