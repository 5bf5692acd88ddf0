"""Email addresses in the one form in which they are compared."""


def normal_email(address: str) -> str:
    """Return an address in the one form in which we compare and store it."""
    return address.strip().lower()


def domain_of(address: str) -> str:
    """Return the part after the @, in lower case."""
    return normal_email(address).rpartition("@")[2]
