"""Lists that Webex gives in pages: each page is asked for once, and there is an end to them."""

from collections.abc import Iterator
from typing import Any

from requests import Response
from webexteamssdk.restsession import RestSession

from bot.errors import Unreachable
from bot.webex.content import Content

# A hundred thousand members or chats, and fifty thousand messages in one of them.
MOST_PAGES = 1000


class PagesOfOneList:
    """Makes the calls for one list through a session of the SDK, which follows each link to a next page for ever."""

    def __init__(self, session: RestSession) -> None:
        self._session = session
        self._asked: set[str] = set()

    def request(self, method: str, url: str, erc: int, **more: Any) -> Response:
        """Ask for a page. Raises Unreachable for one that was there before, and for one too many."""
        if url in self._asked:
            raise Unreachable("no usable answer: a page of a list leads back to one before it")
        if len(self._asked) >= MOST_PAGES:
            raise Unreachable(f"no usable answer: a list has more than {MOST_PAGES} pages")
        self._asked.add(url)
        answer: Response = self._session.request(method, url, erc, **more)
        return answer


def pages_of(session: RestSession, url: str, params: dict[str, Any] | None = None, **more: Any) -> Iterator[Content]:
    """Return the pages of a list as the SDK does, with an end."""
    pages: Iterator[Content] = RestSession.get_pages(PagesOfOneList(session), url, params=params, **more)
    return pages
