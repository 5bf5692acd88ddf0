"""A visitor: somebody who calls the page as its own script does."""

from typing import Any

import requests

from playground.patience import PATIENCE


class Visitor:
    """Calls the page as its own script does."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.session = requests.Session()

    def asks(self, path: str, **query: Any) -> requests.Response:
        return self.session.get(f"{self._url}{path}", params=query, timeout=PATIENCE)

    def tells(self, path: str, **words: Any) -> requests.Response:
        return self.session.post(f"{self._url}{path}", json=words, timeout=PATIENCE)

    def room(self, person: str, key: str = "bot") -> Any:
        return self.asks("/page/room", **{"as": person, "in": key}).json()

    def news(self) -> Any:
        return self.asks("/page/news").json()
