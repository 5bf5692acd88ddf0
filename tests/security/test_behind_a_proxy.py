"""Behind nginx, set up as docs/operations.md says: people are told apart by their own address, and nobody waits."""

import os
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from requests.adapters import HTTPAdapter

from playground.patience import PATIENCE
from playground.serving import LOOPBACK
from tests.staging.besieged import Besieged
from tests.staging.deliveries import connections, delivery
from tests.staging.ports import free_port
from tests.staging.processes import ROOT

NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
pytestmark = pytest.mark.skipif(
    NGINX is None, reason="nginx is not installed here (Debian: apt-get install nginx-light)"
)

# Where the bot is for the world: below another's host.
PATH = "/setup-now"
AROUND = """
daemon off;
pid nginx.pid;
error_log error.log;
events {{ worker_connections 4096; }}
http {{
    access_log off;
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;
    {server}
}}
"""


def documented(port: int, bot: int) -> str:
    """Return the configuration in our documentation, on other ports and without TLS, for which nobody here signs."""
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    found = re.search(r"```nginx\n(.*?)```", text, re.DOTALL)
    assert found
    lines = [line for line in found[1].splitlines() if "ssl_certificate" not in line]
    server = "\n".join(lines)
    for old, new in {"443 ssl": f"{LOOPBACK}:{port}", "127.0.0.1:8080": f"{LOOPBACK}:{bot}"}.items():
        assert old in server
        server = server.replace(old, new)
    return AROUND.format(server=server)


class From(HTTPAdapter):
    """Comes from an address of this machine's own."""

    def __init__(self, address: str) -> None:
        self._address = address
        super().__init__()

    def init_poolmanager(self, *given: Any, **more: Any) -> None:
        super().init_poolmanager(*given, source_address=(self._address, 0), **more)


def browser(address: str) -> requests.Session:
    session = requests.Session()
    session.mount("http://", From(address))
    return session


@pytest.fixture(scope="module")
def proxied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a proxy with a bot behind it."""
    folder = tmp_path_factory.mktemp("nginx")
    settings = {"TRUSTED_PROXY": LOOPBACK, "PUBLIC_URL": f"https://tools.example.com{PATH}"}
    with Besieged(tmp_path_factory.mktemp("bot"), **settings) as bot:
        port = free_port()
        (folder / "nginx.conf").write_text(documented(port, bot.port))
        nginx = subprocess.Popen([str(NGINX), "-p", f"{folder}/", "-c", "nginx.conf"], stderr=subprocess.DEVNULL)
        try:
            bot.until(lambda: is_open(port))
            yield port
        finally:
            nginx.terminate()
            nginx.wait(timeout=PATIENCE)


def is_open(port: int) -> bool:
    try:
        socket.create_connection((LOOPBACK, port), timeout=PATIENCE).close()
    except ConnectionRefusedError:
        return False
    return True


def test_nobody_waits_for_connections_that_say_nothing(proxied: int) -> None:
    with connections(proxied, 1000):
        for n in range(5):
            given = delivery("messages", f"beside-silent-{n}", "a-person", "a-room")
            answer = requests.post(f"http://{LOOPBACK}:{proxied}/webhooks/webex", **given, timeout=PATIENCE)
            assert answer.status_code == 204


def test_made_up_links_count_for_the_address_they_come_from(proxied: int) -> None:
    mallory, ann = browser("127.0.0.2"), browser("127.0.0.3")
    made_up = f"http://{LOOPBACK}:{proxied}/password/made-up-link"
    lies = ({"X-Forwarded-For": f"198.51.100.{n}"} for n in range(31))
    assert [mallory.get(made_up, headers=lie, timeout=PATIENCE).status_code for lie in lies][-1] == 429
    assert ann.get(made_up, timeout=PATIENCE).status_code == 410


def test_the_path_of_the_public_address_may_be_taken_off_or_passed_on(proxied: int) -> None:
    front = f"http://{LOOPBACK}:{proxied}"
    for below in (front, f"{front}{PATH}"):
        assert requests.get(f"{below}/healthz", timeout=PATIENCE).status_code == 200
        assert requests.get(f"{below}/password/made-up-link", timeout=PATIENCE).status_code == 410
    assert requests.get(f"{front}{PATH}s/healthz", timeout=PATIENCE).status_code == 404


def test_a_body_that_is_too_long_does_not_come_through(proxied: int) -> None:
    answer = requests.post(f"http://{LOOPBACK}:{proxied}/webhooks/webex", data=b" " * 300_000, timeout=PATIENCE)
    assert answer.status_code == 413
