"""Credentials are recognized, and the words of the wizard, links, ids and file names are not taken for them.

Both lists are labelled by hand: what is caught, and what is let pass, is counted on each.
"""

from pathlib import Path

import pytest

from bot.dispatch.credentials import looks_like_a_credential

DATA = Path(__file__).parent.parent / "data"


def messages(name: str) -> list[str]:
    lines = (DATA / name).read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("# ")]


SECRETS = [line.replace("¦", "").replace("\\n", "\n") for line in messages("credentials.txt")]
OTHERS = messages("no_credentials.txt")


def test_of_a_hundred_secrets_that_people_write_one_is_missed_at_most() -> None:
    missed = [text for text in SECRETS if not looks_like_a_credential(text)]
    assert len(SECRETS) >= 200
    assert len(missed) <= len(SECRETS) // 100, missed


def test_talk_about_secrets_is_not_refused() -> None:
    assert len(OTHERS) >= 200
    assert [text for text in OTHERS if looks_like_a_credential(text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "password: Tr1cky-enough!",
        "Token = abc123",
        "كلمة المرور: سر-كبير1",
        "le mot de passe provisoire : « Hiver 2026 »",
        "Y2lzY29zcGFyazovL3VzL1dFQkhPT0svOWU0N2I4ZDMtMmY2MC00YzFh_PF84_0f9a6b52-1c77-4e39-b1de-44e0a7c3bb03",
        "the Password was reset to Winter2026#",
        "Basic dXNlcjpwYXNzd29yZDEyMw==",
        "https://api.contoso.example.com/orders?access_token=ZmFrZSB0b2tlbg",
    ],
)
def test_a_credential_is_recognized(text: str) -> None:
    assert looks_like_a_credential(text)


@pytest.mark.parametrize(
    "text",
    [
        "https://northwind.webex.com/northwind/j.php?MTID=mA4f1c0D2a9B8e7F6a5B4c3D2e1F0a9B8c",
        "https://northwind.example.com/j/91234567890?pwd=QmFzZTY0UGFzc3dvcmQ",
        "Y2lzY29zcGFyazovL3VzL09SR0FOSVpBVElPTi83YzJkNGYxOC05ZTAzLTRhNWItOGI2MS0yZmQ5YzNhNzU1MTA",
        "accès : étage 2, bureau B204",
    ],
)
def test_what_people_pass_on_is_none(text: str) -> None:
    assert not looks_like_a_credential(text)
