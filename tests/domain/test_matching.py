"""Matching measured: what the rules find of labelled pairs of names, and what they find that is not so."""

import csv
from collections import Counter
from pathlib import Path

from bot.domain.organizations import MatchKind, Organization, OrgKind, match
from bot.language.companies import are_alike, begin_alike, match_key
from tests.fakes.directories import Directory
from tests.tables import each_row

ROOT = Path(__file__).parents[2]
LINES = (ROOT / "tests/data/company_pairs.csv").read_text(encoding="utf-8").splitlines()
PAIRS = [(row["one"], row["other"], row["are"] == "same") for row in csv.DictReader(LINES)]


@each_row("one, other", [pair[:2] for pair in PAIRS if pair[2]])
def test_every_two_names_of_one_company_are_found_whichever_the_directory_has(one: str, other: str) -> None:
    for ours, theirs in ((one, other), (other, one)):
        kept = Organization("org", theirs, OrgKind.CUSTOMER, admins=frozenset({"boss@shared.example"}))
        found = match(Directory(kept), OrgKind.CUSTOMER, ours, "it@shared.example")
        assert (found.kind, found.only) == (MatchKind.CANDIDATES, kept)


def test_the_figures_in_the_docs_are_those_of_the_rules() -> None:
    alike = Counter(same for one, other, same in PAIRS if are_alike(one, other))
    begun = Counter(same for one, other, same in PAIRS if begin_alike(match_key(one), match_key(other)))
    there = Counter(same for _one, _other, same in PAIRS)

    docs = (ROOT / "docs/matching.md").read_text(encoding="utf-8")
    assert len(PAIRS) >= 300
    assert f"| of one company | {there[True]} | {alike[True]} | {begun[True]} |" in docs
    assert f"| of different companies | {there[False]} | {alike[False]} | {begun[False]} |" in docs


def test_matching_two_names_does_not_depend_on_their_order() -> None:
    assert [pair for pair in PAIRS if are_alike(*pair[:2]) != are_alike(pair[1], pair[0])] == []
