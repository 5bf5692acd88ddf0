"""The one-time page of a password, as a browser fills it in."""

import re

import requests

from cards.pressing import parts_of
from playground.patience import PATIENCE
from tests.staging.actors import Actor
from tests.staging.stage import Stage

PASSWORD = "Tr1cky-enough!"
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


def create_password(stage: Stage, actor: Actor) -> str:
    """Open the page that the card leads to, and create the password there; returns the page."""
    page, status = send_password(actor)
    assert status == 200
    stage.settle()
    return page


def send_password(actor: Actor) -> tuple[str, int]:
    """Fill in the page that the card leads to and send it; returns the page, and the status of the answer."""
    url = link_of(actor)
    with requests.Session() as browser:
        page = browser.get(url, timeout=PATIENCE)
        assert page.status_code == 200
        form = dict(HIDDEN.findall(page.text)) | {"password": PASSWORD, "again": PASSWORD}
        return page.text, browser.post(url, data=form, timeout=PATIENCE).status_code


def link_of(actor: Actor) -> str:
    """Return the address behind the button of the card."""
    return str(next(part["url"] for part in parts_of(actor.card.card) if part.get("type") == "Action.OpenUrl"))
