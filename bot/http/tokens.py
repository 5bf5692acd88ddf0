"""Bearer tokens in the Authorization header."""

from hmac import compare_digest

from flask import request


def brings_token(token: str) -> bool:
    """Return whether the request brings this bearer token; never for an empty one.

    The comparison takes the same time however much of a guess is right.
    """
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    is_right = compare_digest(given.strip().encode("utf-8", "replace"), token.encode())
    return bool(token) and is_right and scheme.lower() == "bearer"
