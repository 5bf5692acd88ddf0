"""The web of a bot as small as it can be, and a client of it."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from bot.http.application import create_web
from tests.fakes.web import House


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
def app(house: House) -> Flask:
    return create_web(house.parts)


@pytest.fixture
def client(app: Flask) -> Iterator[FlaskClient]:
    with app.test_client() as client:
        yield client
