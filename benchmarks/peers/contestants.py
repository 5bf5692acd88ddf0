"""The bots that are measured: two frameworks that other people wrote, the floor, and ours."""

import os
import shutil
from contextlib import suppress
from pathlib import Path
from signal import SIGKILL

from benchmarks.beside.contestants import ROOT, TICK, Contestant, Floor, Ours
from tests.staging.settings import SECRET, TOKEN

PEERS = ROOT / ".venvs/peers"
NODE_MODULES = ROOT / "tests/webex/foreign/node_modules"
NODE = shutil.which("node") or str(ROOT / ".venv/bin/node")


class Talking(Contestant):
    """A bot that answers words with words in which their number stands. `hook` is where it hears of them."""

    hook = "/webhooks/webex"

    def words(self, number: int) -> str:
        """Return what people say to it."""
        return f"say {number}"

    def get_ready(self) -> None:
        """Wait until it has told Webex where it is."""
        self.until(lambda: bool(self.world.webhooks.of(self.me)))


class Apart(Talking):
    """A bot that is not ours. The node of the Python packages starts another process, which counts as the same."""

    def environment(self, public_url: str) -> dict[str, str]:
        return {"NO_PROXY": "127.0.0.1"}

    def cpu(self) -> float:
        return super().cpu() + sum(map(_cpu_of, self._children()))

    def kill(self) -> None:
        children = self._children()
        super().kill()
        for each in children:
            with suppress(ProcessLookupError):
                os.kill(each, SIGKILL)

    def _children(self) -> list[int]:
        pid = self._process.pid
        return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _cpu_of(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


class TeamsBot(Apart):
    """webexteamsbot, on the server of Flask that its README starts."""

    name = "webexteamsbot"
    hook = "/"

    def words(self, number: int) -> str:
        return f"/say {number}"

    def command(self) -> list[str]:
        return [str(PEERS / "bin/python"), str(Path(__file__).with_name("saying_back.py")), str(self.port)]

    def environment(self, public_url: str) -> dict[str, str]:
        return super().environment(public_url) | {
            "TEAMS_BOT_APP_NAME": "peer",
            "TEAMS_BOT_TOKEN": TOKEN,
            "TEAMS_BOT_EMAIL": self.me.email,
            "TEAMS_BOT_URL": f"{public_url}{self.hook}",
            "TEAMS_API_URL": f"{self.webex_url}/v1/",
        }


class NodeFramework(Apart):
    """webex-node-bot-framework, on the server of Node."""

    name = "webex-node-bot-framework"
    hook = "/hook"

    def command(self) -> list[str]:
        return [NODE, str(Path(__file__).with_name("saying_back.js"))]

    def environment(self, public_url: str) -> dict[str, str]:
        return super().environment(public_url) | {
            "WEBEX_ACCESS_TOKEN": TOKEN,
            "WEBHOOK_SECRET": SECRET,
            "HYDRA_SERVICE_URL": f"{self.webex_url}/v1",
            "NODE_PATH": str(NODE_MODULES),
        }


class TalkingFloor(Floor, Talking):
    """The floor, which says words back."""

    def get_ready(self) -> None:
        self.have_told(f"{self.url}{self.hook}")


class TalkingOurs(Ours, Talking):
    """Ours: people ask for an order that there is not, which is looked for, refused in words, and noted."""

    def words(self, number: int) -> str:
        return f"order {number}"

    def get_ready(self) -> None:
        Talking.get_ready(self)


ALL: tuple[type[Talking], ...] = (TalkingFloor, TeamsBot, NodeFramework, TalkingOurs)
