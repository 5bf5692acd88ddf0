"""What we put on a card is never suspected; what people type into one is."""

import pytest

from bot.dispatch.middleware import CREDENTIAL
from bot.language.texts import texts
from tests.staging.actors import Actor
from tests.staging.stage import Stage
from tests.staging.stories import NORTHWIND_ORG, begun

# As Webex names organizations, and as another directory might: a key drawn by chance.
WEBEX_ID = "Y2lzY29zcGFyazovL3VzL09SR0FOSVpBVElPTi81NWQxYzBlNy04YjQyLTRmMDktYTY0Yi05ZDBlMmM3MWYzYTg"
DRAWN_ID = "qX7bR2mK9vT4wZ8nLc5JhY3sDf6GpA1e"


@pytest.mark.parametrize("organization", [WEBEX_ID, DRAWN_ID])
@pytest.mark.parametrize("language", ["en", "ar", "fr"])
def test_an_organization_is_chosen_by_any_id(stage: Stage, ann: Actor, organization: str, language: str) -> None:
    stage.import_directory(
        NORTHWIND_ORG.replace("org-northwind", "qR7sT2uV9wX4yZ8aB5cD3eF6gH1iJ0kLmN"),
        f"{organization},Contoso Dental Care,customer,SA,2023-01-10,eve@contoso.example.com,fay@contoso.example.com",
        f"{organization[::-1]},Contoso Dental Group,customer,SA,2022-01-10,carla@contoso.example.com,",
    )
    begun(stage, ann)
    ann.presses("Next")
    ann.presses("Next", email="new@contoso.example.com")
    ann.says(f"language {language}").says("setup")
    ann.presses(texts(language)("Resume"))
    before = ann.title
    ann.presses(texts(language)("Next"), organization=organization)

    assert texts(language)(CREDENTIAL) not in [said.words for said in ann.answers]
    assert ann.title != before


def test_a_password_typed_into_a_card_is_still_refused(stage: Stage, ann: Actor) -> None:
    begun(stage, ann)
    ann.presses("Next", company="password: Hafen-88x", country="SA", email="admin@northwind.example.com")

    assert ann.sees == CREDENTIAL
