"""Credentials are recognized, and the words of the wizard are not taken for them."""

import pytest

from bot.dispatch.credentials import looks_like_a_credential


@pytest.mark.parametrize(
    "text",
    [
        "password: Tr1cky-enough!",
        "my password is hunter22",
        "Token = abc123",
        "the api key: 9f0c2b7a51de480c",
        "كلمة المرور: سر-كبير1",
        "Bearer ZmFrZSB0b2tlbiBmb3IgdGVzdHMgb25seQ",
        "Y2lzY29zcGFyazovL3VzL1dFQkhPT0svOWU0N2I4ZDMtMmY2MC00YzFh_PF84_0f9a6b52-1c77-4e39-b1de-44e0a7c3bb03",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U",
        "my pass word for the admin is Zebra!2026",
        "password Hunter2Blue!",
        "client_secret=aB3xY9kLm",
        "كلمة مروري Geheim99!",
        "https://user:S3cretPw@host.example/x",
        "AKIAIOSFODNN7EXAMPLE",
        "-----BEGIN RSA PRIVATE KEY-----\nMIIEowIB",
        "here it is: aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY",
    ],
)
def test_a_credential_is_recognized(text: str) -> None:
    assert looks_like_a_credential(text)


@pytest.mark.parametrize(
    "text",
    [
        "setup",
        "I forgot my password",
        "where do I create the password?",
        "What is a token?",
        "admin.of.contoso@subsidiary.contoso-dental-group.example.com",
        "Northwind Collaboration Partners International Holding GmbH",
        "contosodentalgroupinternationalholding2026",
        "90417263",
        "نسيت كلمة المرور",
        "Secretariat of State",
        "rep my password is rejected!",
        "rep the password page works once, order 90417263",
        "https://contoso.webex.com/meet/pat",
        "rep كلمة المرور هي المشكلة",
    ],
)
def test_other_words_are_not(text: str) -> None:
    assert not looks_like_a_credential(text)
