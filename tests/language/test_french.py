"""French as it is written: its spaces and apostrophes, and one word for one thing."""

import re

import pytest

from tests.language.catalogues import fail_with, said_in, source_of

# The no-break spaces: U+202F before ? ! and ;, U+00A0 before a colon and inside «…».
SLIPS = {
    "no narrow no-break space before the mark": re.compile(r"(?<!\u202f)[;?!](?![\w=#])"),
    "no no-break space before the colon": re.compile(r"(?<![\u00a0\d]):(?!\d|//)"),
    "no no-break space inside the quotation marks": re.compile(r"«(?!\u00a0)|(?<!\u00a0)»"),
    "not a mark of French": re.compile("['“”\"]|\\.\\.\\."),
    "two spaces": re.compile("  "),
    "what is filled in may begin with a consonant": re.compile(r"\b(?:[dlnsjcmt]|qu)’\{", re.IGNORECASE),
    "people write to the bot, and type nothing": re.compile(r"\btape[rz]\b"),
    "a middle dot": re.compile("·(?=e|s|ne)"),
}
# What a French sentence says wherever the English one does.
TERMS = {
    r"\bcards?\b": "carte",
    r"customers?\b(?!})": "client",
    r"escalat": "escalad",
    r"\bpartners?\b": "partenaire",
    r"\bprovisioned\b": "provisionn",
    r"organizations?\b": "organisation",
    r"password": "mot de passe|mots de passe",
    r"requested start date": "dates? de début demandées?",
    r"Set Up Now": "Configurer maintenant",
    r"subdomain": "sous-domaine",
    r"subscription": "abonnement",
    r"transfer code": "code de transfert",
}


@pytest.mark.parametrize("slip", SLIPS)
def test_it_is_set_as_french_is(slip: str) -> None:
    fail_with([f"{slip}: {words!r}" for _message, words in said_in("fr") if SLIPS[slip].search(words)])


def test_one_word_for_one_thing() -> None:
    fail_with(
        [
            f"{english} is {french}: {words!r} for {message.id!r}"
            for message, words in said_in("fr")
            for english, french in TERMS.items()
            if re.search(english, source_of(message)[0], re.IGNORECASE) and not re.search(french, words, re.IGNORECASE)
        ]
    )
