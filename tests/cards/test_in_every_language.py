"""Some languages take more bytes than English: with the longest values every card still keeps the budgets in each.

The names are Arabic, whose letters take two bytes.
"""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from bot.domain.orders import Line, Service
from bot.domain.organizations import OrgKind
from bot.errors import InvalidAnswer
from bot.language.folders import OTHERS
from bot.language.texts import ISOLATE, POP_ISOLATE, Texts, texts
from bot.wizard.fields import Choice, EmailAddress, Text
from bot.wizard.step import Field
from cards.help import help_card
from cards.step import Feedback
from cards.words import bare
from handlers import GRAMMAR
from tests.cards.gallery import about, step_of
from tests.cards.samples import ANN, ORDER, Place, org, places
from tests.cards.webex import blocks_of, check
from tests.fakes.directories import Directory
from tests.tables import each_row

AR = texts("ar")
# 128 characters at most, and some of them Latin, from which names of sites are suggested.
NAME = "مجموعة الواحة الدولية للتجارة والتقنية والخدمات الطبية المتكاملة في المملكة العربية السعودية ودول الخليج Waha"
ADDRESS = f"{'a' * 64}@{'b' * 180}.example"
LONGEST = replace(
    ORDER,
    customer_name=NAME,
    partner_name=NAME,
    subscription="S" * 128,
    lines=tuple(Line(f"A-FLEX-3-{n:0119}") for n in range(30)),
    services=tuple(Service),
    rep=ADDRESS,
    language="ar",
)
CROWD = Directory(
    *(org(f"{NAME} {n}", OrgKind.PARTNER, f"p{n}@contoso.example") for n in range(3)),
    *(org(f"{NAME} {n}", OrgKind.CUSTOMER, f"c{n}@fabrikam.example") for n in range(3)),
)
each_text = pytest.mark.parametrize("t", [*map(texts, OTHERS)], ids=OTHERS)


def everywhere() -> Iterable[Place]:
    return {place.name: place for shelf in (Directory(), CROWD) for place in places(LONGEST, shelf)}.values()


def longest_answer(field: Field) -> str:
    """Return as much as a field takes."""
    if isinstance(field, EmailAddress):
        return ADDRESS
    return (NAME * 10)[: field.limit] if isinstance(field, Text) else "م" * 100


@each_text
@each_row("place", everywhere, ids=lambda place: place.name)
def test_steps_keep_the_budgets(place: Place, t: Texts) -> None:
    fields = [each for each in place.stop.fields if not isinstance(each, Choice)]
    entered = {field.id: longest_answer(field) for field in fields}
    complaint = InvalidAnswer("{address} already belongs to the organization {organization}.", address=ADDRESS)
    complaint.values["organization"] = NAME
    check(step_of(place, t))
    check(step_of(place, t, Feedback(entered=entered, complaint=complaint)))


@each_text
def test_a_choice_of_very_many_organizations_keeps_the_budgets(t: Texts) -> None:
    crowd = Directory(*(org(f"{NAME} {n:03}", OrgKind.PARTNER, f"p{n}@contoso.example") for n in range(200)))
    place = next(each for each in places(LONGEST, crowd) if each.name == "partner_org")
    check(step_of(place, t))


@each_text
@each_row("name", lambda: about(ORDER, AR))
def test_other_cards_keep_the_budgets(name: str, t: Texts) -> None:
    check(about(replace(LONGEST, holder=ADDRESS), t)[name])


@each_text
@pytest.mark.parametrize("slash", [False, True])
def test_help_keeps_the_budgets(*, slash: bool, t: Texts) -> None:
    commands = [each for each in GRAMMAR.commands if each.name.startswith("/") == slash]
    check(help_card([(each.how(t), t(each.help)) for each in commands], t))


def test_a_command_with_a_slash_reads_from_the_left() -> None:
    rows = blocks_of(help_card([("/order N", AR("Show an order with its timeline"))], AR))
    assert any(f"{ISOLATE}/order N{POP_ISOLATE}" in block["text"] for block in rows)


@pytest.mark.parametrize(
    ("language", "day", "moment"),
    [
        ("ar", "الأحد 22 نوفمبر 2026", "الثلاثاء 24 نوفمبر 2026، الساعة 12:00 (الرياض)"),
        ("fr", "dimanche 22 novembre 2026", "mardi 24 novembre 2026 à 12:00 (Riyad)"),
    ],
)
def test_days_and_moments_are_written_as_their_readers_write_them(language: str, day: str, moment: str) -> None:
    cards = about(replace(ORDER, contact=ANN), texts(language))
    assert day in cards["start"].text
    assert moment in bare(cards["escalation"].text)


@pytest.mark.parametrize(
    ("language", "items", "joined"),
    [
        ("ar", ["الاجتماعات", "المكالمات", "المراسلة"], "الاجتماعات والمكالمات والمراسلة"),
        ("fr", ["réunions", "appels", "messagerie"], "réunions, appels et messagerie"),
    ],
)
def test_lists_are_joined_with_and(language: str, items: list[str], joined: str) -> None:
    assert texts(language).listing(items) == joined
