"""Behind Caddy, set up as docs/deploy/Caddyfile says, with a certificate of Caddy's own: Webex and browsers come in."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from playground.patience import PATIENCE
from tests.staging.ports import free_port
from tests.staging.processes import ROOT, Processes

CADDY = shutil.which("caddy")
pytestmark = pytest.mark.skipif(CADDY is None, reason="Caddy is not installed here (Debian: apt-get install caddy)")
# Nothing of the machine is touched: no certificate is installed, and no port but ours is taken.
APART = "{\n\tadmin off\n\tskip_install_trust\n\tauto_https disable_redirects\n}\n"


class BehindCaddy(Processes):
    """A bot that is reached through Caddy, over HTTPS."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, TRUSTED_PROXY="127.0.0.1")
        self.front = f"https://localhost:{free_port()}"
        self.certificate = folder / "caddy/pki/authorities/local/root.crt"

    def environment(self, public_url: str) -> dict[str, str]:
        return super().environment(self.front)

    def put_caddy_in_front(self) -> subprocess.Popen[bytes]:
        written = documented(self.front, self.port)
        file = self.folder / "Caddyfile"
        file.write_text(written)
        with (self.folder / "caddy.log").open("wb") as log:
            process = subprocess.Popen(
                [CADDY or "", "run", "--config", str(file), "--adapter", "caddyfile"],
                env=os.environ | {"XDG_DATA_HOME": str(self.folder), "XDG_CONFIG_HOME": str(self.folder)},
                stderr=log,
            )
        self.until(self.certificate.exists)
        return process


def documented(front: str, port: int) -> str:
    """Return the configuration in our documentation, at other addresses, and with a certificate that Caddy makes."""
    text = (ROOT / "docs/deploy/Caddyfile").read_text(encoding="utf-8")
    for old, new in {
        "setup-now.example.com {": f"{front} {{\n\ttls internal",
        "127.0.0.1:8080": f"127.0.0.1:{port}",
    }.items():
        assert old in text
        text = text.replace(old, new)
    return APART + text


@pytest.fixture
def bot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[BehindCaddy]:
    with BehindCaddy(tmp_path) as bot:
        # The local Webex trusts whom the machine trusts.
        monkeypatch.setenv("SSL_CERT_FILE", str(bot.certificate))
        caddy = bot.put_caddy_in_front()
        bot.start()
        yield bot
        caddy.terminate()
        caddy.wait()


def test_webex_and_browsers_come_in_over_https(bot: BehindCaddy) -> None:
    ann = bot.world.person("ann@example.com")
    ann.says(bot.me, "help")
    bot.until(lambda: len(bot.chat(ann)) == 1)

    page = requests.get(f"{bot.front}/healthz", verify=str(bot.certificate), timeout=PATIENCE)
    assert page.json() == {"status": "alive"}
    assert "max-age" in page.headers["Strict-Transport-Security"]
    large = requests.post(
        f"{bot.front}/webhooks/webex", data=b"x" * 300_000, verify=str(bot.certificate), timeout=PATIENCE
    )
    assert large.status_code in {413, 502}
