"""What we depend on: each licence is stated, and the libraries that are kept up no more can be left."""

import json
import re
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from webexpythonsdk import WebexAPI
from webexpythonsdk.exceptions import webexpythonsdkException

from bot.domain.outgoing import Message
from bot.language.texts import all_texts
from tests.cards import gallery, own_builder
from tests.staging.actors import Actor
from tests.staging.stage import Stage
from tests.staging.stories import begun
from tools import audit
from tools.licences import licences_page, packages


def test_every_package_that_is_served_states_a_licence_that_lets_us_use_it() -> None:
    page = licences_page()
    assert {"webexteamssdk", "numpy", "pycparser"} <= set(packages()), "also those that a lock has for some Pythons"
    assert len(list(packages())) > 70
    assert "not stated" not in page
    assert not re.search(r"AGPL|Affero|\bGPL-|(?<!Lesser )General Public", page), "nothing may bind the whole bot"


WELL = {"name": "flask", "version": "3.1.2", "vulns": []}
KNOWN = {"id": "PYSEC-2022-202", "fix_versions": ["2.4.0"], "aliases": ["CVE-2022-29217"], "description": "…"}
VULNERABLE = {"name": "pyjwt", "version": "1.7.1", "vulns": [KNOWN]}
SKIPPED = {"name": "waitress", "skip_reason": "Dependency not found on PyPI"}


@pytest.mark.parametrize(
    ("found", "code", "said"),
    [
        ([WELL], 0, ["1 of 1 packages", "Vulnerable: none"]),
        ([WELL, VULNERABLE], 1, ["pyjwt 1.7.1: PYSEC-2022-202 CVE-2022-29217 (mended in: 2.4.0)"]),
        ([SKIPPED, VULNERABLE], 1, ["1 of 2 packages", "pyjwt 1.7.1: ", "nothing is known of them: waitress"]),
        ([WELL, SKIPPED], 3, ["Vulnerable: none", "nothing is known of them: waitress", "not found on PyPI"]),
        (None, 3, ["Nobody could be asked: no way to PyPI"]),
    ],
)
def test_an_audit_tells_what_is_vulnerable_from_what_nobody_was_asked_about(
    tmp_path: Path, found: list[object] | None, code: int, said: list[str]
) -> None:
    pip_audit = tmp_path / "pip-audit"
    tells = f"print({json.dumps({'dependencies': found})!r})" if found else "sys.exit('Traceback:\\nno way to PyPI')"
    pip_audit.write_text(f"#!{sys.executable}\nimport sys\n{tells}\n", encoding="utf-8")
    pip_audit.chmod(0o755)

    result = CliRunner().invoke(audit.main, [str(pip_audit)])

    assert result.exit_code == code, result.output
    assert all(words in result.output for words in said), result.output


def test_the_wizard_goes_through_the_successor_of_the_sdk(
    stage: Stage, ann: Actor, ada: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.webex.client.WebexTeamsAPI", WebexAPI)
    monkeypatch.setattr("bot.webex.errors.SdkError", webexpythonsdkException)
    stage.begin_again()
    begun(stage, ann)
    assert ann.title == "Your partner organization"
    stage.world.faults.failing(503, 1, method="POST", path="/messages")
    ada.says("/help")
    stage.wait(seconds=30)
    assert ada.sees.startswith("What you can type")


def test_every_card_is_the_same_without_the_card_library(monkeypatch: pytest.MonkeyPatch) -> None:
    before = bytes_of_all_cards()
    monkeypatch.setattr("cards.kit.builder", own_builder)
    for cards in (gallery.steps, gallery.about, gallery.everything):
        cards.cache_clear()

    after = bytes_of_all_cards()

    assert len(after) > 300
    assert not [name for name, sent in before.items() if after[name] != sent]


def bytes_of_all_cards() -> dict[tuple[str, str], bytes]:
    """Return each card of the gallery in each language, as it is sent."""
    return {
        (t.language, name): card_in_bytes(message)
        for t in all_texts()
        for name, message in gallery.everything(t).items()
    }


def card_in_bytes(message: Message) -> bytes:
    return json.dumps(message.card, ensure_ascii=False).encode()
