"""A session of requests with one host, whose calls are all alike: what belongs to each is found out once.

requests puts every call together from five places (call, session, cookies, hooks, environment), takes its address
apart three times, and looks in each answer twice for cookies and for where it leads. That costs as much as the call.
"""

import re
from typing import Any

from requests import PreparedRequest, Request, Response, Session
from requests.cookies import RequestsCookieJar
from requests.hooks import dispatch_hook


class NoCookies(RequestsCookieJar):
    """A jar that stays empty."""

    def extract_cookies(self, *_: Any) -> None:
        """Keep nothing."""


NO_COOKIES = NoCookies()
TAKEN_FOR_GRANTED = frozenset({"Accept", "Connection"})
# What follows the address of the host where nothing is to be escaped or resolved: names, ids and slashes.
PLAIN = re.compile(r"[A-Za-z0-9/_=-]+")


class SettledSession(Session):
    """A session with the headers of another one, and the settings that the environment has for an address.

    It keeps no cookies, and takes no user and password, hooks or settings for one call alone.
    """

    def __init__(self, like: Session, base_url: str) -> None:
        super().__init__()
        self._base_url = base_url
        self.headers, self.cookies = like.headers, NO_COOKIES
        # What any server takes for granted is not said again in each call.
        self._settled = {name: value for name, value in like.headers.items() if name not in TAKEN_FOR_GRANTED}
        found = like.merge_environment_settings(base_url, {}, None, None, None)
        self.proxies, self.verify, self.trust_env = found["proxies"], found["verify"], False

    def prepare_request(self, request: Request) -> PreparedRequest:
        """Return a call as it is sent."""
        prepared = PreparedRequest()
        prepared.prepare_method(request.method)
        headers = {**self._settled, **(request.headers or {})}
        if self._is_plain(request):
            prepared.url = request.url
        else:
            prepared.prepare_url(request.url or "", request.params)
        if is_ready(request):
            if request.data:
                prepared.body, headers["Content-Length"] = request.data, str(len(request.data))
            # Nobody looks for one of these in another spelling.
            prepared.headers = headers  # type: ignore[assignment]
        else:
            prepared.prepare_headers(headers)
            prepared.prepare_body(request.data, request.files, request.json)
        prepared.prepare_hooks(self.hooks)
        prepared._cookies = NO_COOKIES  # type: ignore[attr-defined]
        return prepared

    def send(self, request: PreparedRequest, **settings: Any) -> Response:
        """Send a call, and return its answer; after a redirect, the answer at its end."""
        is_followed = settings.pop("allow_redirects", True)
        answer: Response = self.get_adapter(request.url or "").send(request, **settings)
        answer = dispatch_hook("response", request.hooks, answer, **settings)  # type: ignore[no-untyped-call]
        if is_followed and answer.is_redirect:
            for followed in self.resolve_redirects(answer, request, **settings):
                answer = followed
        return answer

    def _is_plain(self, request: Request) -> bool:
        """Return whether the address of a call is sent as it is."""
        url = request.url or ""
        is_ours = url.startswith(self._base_url) and not request.params
        return is_ours and PLAIN.fullmatch(url, len(self._base_url)) is not None

    def merge_environment_settings(self, url: Any, proxies: Any, stream: Any, verify: Any, cert: Any) -> Any:
        """Return how each call is made; only whether its answer is read at once is its own."""
        return {"proxies": self.proxies, "stream": bool(stream), "verify": self.verify, "cert": self.cert}


def is_ready(request: Request) -> bool:
    """Return whether what a call sends is nothing, or bytes."""
    has_bytes = isinstance(request.data, bytes) or not request.data
    return has_bytes and not request.files and request.json is None
