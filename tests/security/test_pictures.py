"""A picture is drawn of our own words and of counts alone, by a process that has nothing of ours."""

import json

import pytest

from bot.operations import charts
from tests.staging.actors import Actor
from tests.staging.stage import Stage
from tests.staging.stories import CONTOSO, begun


def test_who_draws_a_picture_gets_no_name_no_secret_and_little_time(
    stage: Stage, ann: Actor, ada: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun(stage, ann)
    ann.presses("Next", company="$\\frac{Northwind}$", country="US", email="admin@northwind.example.com")
    stage.import_orders(CONTOSO.replace("90417263", "90417264").replace("Contoso", "$\\sqrt{Contoso}$"))
    monkeypatch.setenv("WEBEX_TEAMS_ACCESS_TOKEN", "a-secret-of-ours")
    monkeypatch.setattr(charts, "PAINTER", "tests.fakes.telling_painter")
    for language in ("en", "ar", "fr"):
        ada.says(f"language {language}").says("/report")
        told = json.loads(ada.answers[-2].files[0].data)
        for of_somebody in ("ontoso", "orthwind", "Archer", "@", "9041726", "$"):
            assert of_somebody not in told["drawing"]
        assert len(json.loads(told["drawing"])["charts"]) == 3
        assert set(told["surroundings"]) <= {"PYTHONUTF8", "MPLCONFIGDIR", "OPENBLAS_NUM_THREADS", "LC_CTYPE"}
        assert told["is_limited"]
