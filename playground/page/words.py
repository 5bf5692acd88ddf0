"""What the page says, in the language of whoever looks at it.

Its sentences have catalogues of their own, one a language, which `make texts` brings up to date. What its scripts say
is in them as well: they are handed all of it, for each conversation has the words of its own reader around it.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po
from flask import Response, make_response, render_template, request

from bot.http.pages import preferred_language
from bot.language.folders import LANGUAGES
from bot.language.texts import Texts, _, catalogue, catalogue_in
from playground.model import Json

CATALOGUES = Path(__file__).parents[1] / "locales"
CHOICE = "language"
"""Under this name a language is asked for in an address, and remembered by the browser."""
A_YEAR = 365 * 24 * 60 * 60


def asked_language() -> str:
    """Return the language of a request: of its address, or chosen before, or that of the browser."""
    wanted = (request.args.get(CHOICE), request.cookies.get(CHOICE))
    return next((each for each in wanted if each in LANGUAGES), None) or preferred_language()


def asked_texts() -> Texts:
    """Return the sentences of the page in the language of a request."""
    return page_texts(asked_language())


def rendered(template: str, **shown: object) -> Response:
    """Render a page in the language of whoever asks for it; the browser remembers one that its address asked for."""
    languages = [page_texts(each) for each in LANGUAGES]
    answer = make_response(render_template(template, t=asked_texts(), _=_, languages=languages, **shown))
    if request.args.get(CHOICE) in LANGUAGES:
        answer.set_cookie(CHOICE, request.args[CHOICE], max_age=A_YEAR, samesite="Lax", httponly=True)
    return answer


@cache
def page_texts(language: str) -> Texts:
    """Return the sentences of the page in a language; those that it has not are the bot's."""
    own = catalogue_in(CATALOGUES / f"{language}.po", language)
    own.add_fallback(catalogue(language))
    return Texts(language, own)


def words_module() -> Response:
    """Answer with the words of all languages, as a module of the page's scripts."""
    languages = {each: words_of(each) for each in LANGUAGES}
    return Response(f"export const languages = {json.dumps(languages)};", mimetype="text/javascript")


@cache
def words_of(language: str) -> Json:
    """Return what the scripts have to know of a language: its direction, and its translations."""
    path = CATALOGUES / f"{language}.po"
    direction = "rtl" if page_texts(language).is_right_to_left else "ltr"
    if not path.exists():
        return {"direction": direction, "words": {}}
    with path.open("rb") as file:
        translated = {each.id: each.string for each in read_po(file, locale=language) if each.id and each.string}
    return {"direction": direction, "words": translated}
