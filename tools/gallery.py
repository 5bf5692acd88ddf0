"""Every card in every state, language and scheme on one page, with its bytes against the limit: `make gallery`."""

from functools import cache
from typing import Any

import click
from flask import Flask, Response, jsonify, send_file

from bot.domain.outgoing import Message
from bot.language.folders import LANGUAGES, SOURCE_LANGUAGE
from bot.language.texts import texts
from playground.page.chat import POLICY, RENDERER
from playground.page.words import rendered, words_module
from playground.serving import LOOPBACK, serve, take_port
from playground.stopping import stop_on_signals
from tests.cards.gallery import everything
from tests.cards.webex import LARGEST_CARD, bytes_of, check

PORT = 8090


def gallery(only: str = "") -> Flask:
    """Return the page, of all cards or of those with words in their names.

    Cards are made once, when it first asks for them: in whichever language it is read next, they are the same.
    """
    app = Flask("playground")
    app.add_url_rule("/", "page", lambda: rendered("gallery.html"))
    app.add_url_rule("/page/words.js", view_func=words_module)
    app.add_url_rule("/cards.json", "cards", lambda: jsonify(cards=all_cards(only), limit=LARGEST_CARD))
    app.add_url_rule("/renderer.js", "renderer", lambda: send_file(RENDERER, mimetype="text/javascript"))
    app.after_request(secured)
    return app


@cache
def all_cards(only: str = "") -> list[dict[str, Any]]:
    """Return every card with what it looks like in each language."""
    cards = {language: everything(texts(language)) for language in LANGUAGES}
    names = [name for name in cards[SOURCE_LANGUAGE] if only in name]
    return [{"name": name, "drawn": {each: looked_at(cards[each][name]) for each in LANGUAGES}} for name in names]


def looked_at(message: Message) -> dict[str, Any]:
    """Return a card with its size, and with what Webex would have against it."""
    findings = ""
    try:
        check(message)
    except Exception as finding:  # noqa: BLE001 - whatever it is, it is shown beside the card
        findings = str(finding) or type(finding).__name__
    return {"card": message.card, "text": message.text, "bytes": bytes_of(message), "findings": findings}


def secured(answer: Response) -> Response:
    """Let nothing be loaded from elsewhere."""
    answer.headers["Content-Security-Policy"] = POLICY
    return answer


@click.command()
@click.option("--port", default=PORT, show_default=True, help="Its port.")
def main(port: int) -> None:
    """Show every card until Ctrl-C."""
    stop = stop_on_signals()
    with serve(gallery(), take_port(LOOPBACK, port)) as server:
        click.echo(f"Every card: {server.url}")
        stop.wait()


if __name__ == "__main__":
    main()
