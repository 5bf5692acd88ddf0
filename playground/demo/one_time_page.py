"""The one-time page behind a button, filled in as a browser does."""

from __future__ import annotations

import html
import re

import requests

from playground import forms
from playground.cards import kind_of
from playground.model import Message

_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


class Unanswered(Exception):
    """The page took nothing."""


def link_behind(message: Message, title: str) -> str:
    """Return the address that a button of a card opens; "" where no such button opens one."""
    actions = (button.action for button in forms.buttons(message.card or {}) if button.title == title)
    return next((str(each["url"]) for each in actions if kind_of(each) == "Action.OpenUrl"), "")


def create_password(url: str, password: str) -> None:
    """Open the page, and send its form."""
    with requests.Session() as browser:
        browser.trust_env = False
        page = browser.get(url, timeout=10)
        given = {name: html.unescape(value) for name, value in _HIDDEN.findall(page.text)}
        answer = browser.post(url, {**given, "password": password, "again": password}, timeout=10)
    if not answer.ok:
        raise Unanswered(f"the password page answered {answer.status_code}")
