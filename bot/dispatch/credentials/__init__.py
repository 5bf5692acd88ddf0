"""Credentials: recognizes what looks like a password or a token, so that it is never kept, and its sender is warned."""

from bot.dispatch.credentials.looking import looked_through, looks_like_a_credential

__all__ = ["looked_through", "looks_like_a_credential"]
