"""Bearer tokens in the Authorization header."""

from hmac import compare_digest

from flask import request


def brings_token(token: str) -> bool:
    """Return whether the request brings this bearer token; never for an empty one."""
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    return is_same(given.strip(), token) and scheme.lower() == "bearer"


def brings_password(token: str) -> bool:
    """Return whether the request brings this token as its password: a browser asks a person for it and sends it so."""
    given = request.authorization
    return given is not None and given.type == "basic" and is_same(given.password or "", token)


def is_same(given: str, token: str) -> bool:
    """Return whether a token was given, in the same time however much of a guess is right; never for an empty one."""
    return compare_digest(given.encode("utf-8", "replace"), token.encode()) and bool(token)
