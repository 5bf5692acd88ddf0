"""The hand-off packet: what was reviewed, to copy from and as a file, in every language, for its person alone."""

import csv
from io import StringIO

import pytest

from bot.language.texts import ISOLATE, POP_ISOLATE, all_texts
from tests.staging.actors import Actor
from tests.staging.stage import Stage
from tests.staging.stories import CONTOSO, at_service_setup, fill_sections


@pytest.fixture
def provisioned(stage: Stage, ann: Actor) -> Actor:
    """Ann has set up her order; its customer has a name that a spreadsheet could run."""
    at_service_setup(stage, ann, CONTOSO.replace("Contoso Dental Group", "+1+1 Dental"))
    fill_sections(ann)
    return ann.presses("Provision", consent="true")


def rows_of(message: object) -> list[list[str]]:
    """Return the file of a message as a spreadsheet would read it."""
    data = message.files[0].data  # type: ignore[attr-defined]
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(StringIO(data.decode("utf-8-sig"))))


def test_the_file_holds_every_language_side_by_side(provisioned: Actor) -> None:
    head, *rows = rows_of(provisioned.answers[-1])
    country = next(row for row in rows if row[:2] == ["Calling settings", "Country or region"])

    assert in_threes(head) == [tuple(map(t, ("Section", "Field", "Value"))) for t in all_texts()]
    assert len(in_threes(country)) == len(in_threes(head))
    assert in_threes(country)[0] == ("Calling settings", "Country or region", "Saudi Arabia")
    assert ("إعدادات المكالمات", "البلد أو المنطقة", "المملكة العربية السعودية") in in_threes(country)
    assert ["Order", "Customer", "'+1+1 Dental"] in [row[:3] for row in rows]


def in_threes(row: list[str]) -> list[tuple[str, ...]]:
    """Return section, field and value of a row, language by language."""
    return [tuple(row[at : at + 3]) for at in range(0, len(row), 3)]


def test_the_text_is_there_to_copy_from(provisioned: Actor) -> None:
    packet = provisioned.sees
    assert "Subdomain: contosodental" in packet.splitlines()
    assert "type “packet ar”" in packet

    provisioned.says("packet ar")

    assert "المجال الفرعي: contosodental" in provisioned.sees.splitlines()
    assert ISOLATE not in provisioned.sees.partition("\n\n")[2].rpartition("\n\n")[0]
    assert POP_ISOLATE not in "".join(cell for row in rows_of(provisioned.answers[-1]) for cell in row)
    assert rows_of(provisioned.answers[-1])[0][0] == "القسم"


def test_what_is_in_the_packet_is_what_was_reviewed(stage: Stage, provisioned: Actor) -> None:
    with stage.bot.store.reading() as uow:
        agreed = [line.detail for line in uow.audit.of_order("90417263") if line.verb == "agreed"]
    review = next(str(each["shown"]) for each in agreed if each["step"] == "provision")
    card = provisioned.answers[-2].text
    fields = [f"{row[1]}: {row[2]}" for row in rows_of(provisioned.answers[-1])[1:] if row[0].endswith("settings")]

    assert len(fields) >= 9
    for line in fields:
        assert line in review
        assert line in card
        assert line in provisioned.sees


def test_it_is_for_its_person_and_not_before_its_time(stage: Stage, omar: Actor, provisioned: Actor) -> None:
    stage.import_orders(CONTOSO.replace("90417263", "90417999").replace("ann@", "omar@"))
    omar.says("packet 90417263")
    assert "ready once the setup" in omar.sees

    provisioned.says("packet 90417263 en")
    assert "Subdomain: contosodental" in provisioned.sees
