"""Bearer tokens in the Authorization header."""

from collections.abc import Callable
from dataclasses import dataclass
from hmac import compare_digest

from flask import request


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens that open one door: the new one first, and while it is rotated the old one, too.

    `older_came` is called whenever the old one is used, so that operators know when it can go.
    """

    values: tuple[str, ...] = ()
    older_came: Callable[[], None] = lambda: None

    def __bool__(self) -> bool:
        return bool(self.values)

    def take(self, given: str) -> bool:
        """Return whether one of the tokens was given, in the same time however much of a guess is right."""
        right = [is_same(given, each) for each in self.values]
        if any(right[1:]):
            self.older_came()
        return any(right)


NOBODY = Tokens()


def brings_token(tokens: Tokens) -> bool:
    """Return whether the request brings one of these as a bearer token; never where there is none."""
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    return scheme.lower() == "bearer" and tokens.take(given.strip())


def brings_password(tokens: Tokens) -> bool:
    """Return whether the request brings one of these as a password, which is how a browser sends it."""
    try:
        given = request.authorization
    except ValueError:
        # Letters that no header of a browser has.
        return False
    return given is not None and given.type == "basic" and tokens.take(given.password or "")


def is_same(given: str, token: str) -> bool:
    """Return whether a token was given; never for an empty one."""
    return compare_digest(given.encode("utf-8", "replace"), token.encode()) and bool(token)
