"""A session of requests with one host, whose calls are all alike: what belongs to each is found out once.

requests puts every call together from five places (call, session, cookies, hooks, environment), which costs as much as
the call itself.
"""

from typing import Any

from requests import PreparedRequest, Request, Session
from requests.cookies import RequestsCookieJar


class NoCookies(RequestsCookieJar):
    """A jar that stays empty."""

    def extract_cookies(self, *_: Any) -> None:
        """Keep nothing."""


NO_COOKIES = NoCookies()


class SettledSession(Session):
    """A session with the headers of another one, and the settings that the environment has for an address.

    It keeps no cookies, and takes no user and password, hooks or settings for one call alone.
    """

    def __init__(self, like: Session, base_url: str) -> None:
        super().__init__()
        self.headers, self.cookies = like.headers, NO_COOKIES
        found = like.merge_environment_settings(base_url, {}, None, None, None)
        self.proxies, self.verify, self.trust_env = found["proxies"], found["verify"], False

    def prepare_request(self, request: Request) -> PreparedRequest:
        """Return a call as it is sent."""
        prepared = PreparedRequest()
        prepared.prepare_method(request.method)
        prepared.prepare_url(request.url or "", request.params)
        prepared.prepare_headers({**self.headers, **(request.headers or {})})
        prepared.prepare_body(request.data, request.files, request.json)
        prepared.prepare_hooks(self.hooks)
        prepared._cookies = NO_COOKIES  # type: ignore[attr-defined]
        return prepared

    def merge_environment_settings(self, url: Any, proxies: Any, stream: Any, verify: Any, cert: Any) -> Any:
        """Return how each call is made; only whether its answer is read at once is its own."""
        return {"proxies": self.proxies, "stream": bool(stream), "verify": self.verify, "cert": self.cert}
