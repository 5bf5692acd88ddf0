"""Bearer tokens: whoever brings one may use what it opens."""

from hmac import compare_digest

from flask import request


def brings_token(token: str) -> bool:
    """Return whether the request brings this token; comparing takes equally long however much of it is right.

    An empty token is brought by nobody.
    """
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    is_right = compare_digest(given.strip().encode("utf-8", "replace"), token.encode())
    return bool(token) and is_right and scheme.lower() == "bearer"
