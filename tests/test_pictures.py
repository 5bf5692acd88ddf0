"""The pictures of the documents show what is, and each is used."""

import re
from pathlib import Path

from tools.pictures import PICTURES, pictures, stale

ROOT = Path(__file__).parent.parent


def test_no_picture_shows_what_was() -> None:
    assert stale() == [], "take them anew: make pictures"


def test_every_picture_is_made_by_the_one_command_and_stands_in_a_document_with_its_words() -> None:
    documents = "\n".join(each.read_text(encoding="utf-8") for each in [ROOT / "README.md", *ROOT.glob("docs/*.md")])
    alone = re.findall(r"!\[[^\]]+\]\((?:docs/)?pictures/([^)]+)\)", documents)
    of_one_picture = re.findall(r"<(?:source|img) [^>]*\"docs/pictures/([^\"]+)\"", documents)
    shown = {*alone, *of_one_picture}
    assert shown == {each.name for each in pictures()} == {each.name for each in PICTURES.glob("*.png")}
    assert not list((ROOT / "docs").glob("*.png"))
