"""Pages for people: in a language that they read, and with nothing on them that is not ours."""

import secrets

from flask import Response, make_response, render_template, request

from bot.language.folders import LANGUAGES, SOURCE_LANGUAGE
from bot.language.texts import Texts


def preferred_language() -> str:
    """Return the language that the browser asks for, where nothing else tells whose it is."""
    return request.accept_languages.best_match(LANGUAGES, SOURCE_LANGUAGE) or SOURCE_LANGUAGE


def rendered(template: str, t: Texts, status: int = 200, **shown: object) -> Response:
    """Render a page, with a content security policy that allows only the page's own style and script."""
    nonce = secrets.token_urlsafe(16)
    answer = make_response(render_template(template, t=t, nonce=nonce, **shown), status)
    answer.headers["Content-Security-Policy"] = policy(nonce)
    return answer


def policy(nonce: str) -> str:
    own = f"'nonce-{nonce}'"
    return (
        f"default-src 'none'; style-src {own}; script-src {own}; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
