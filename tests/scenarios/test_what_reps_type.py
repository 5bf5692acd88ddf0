"""What reps type: the board, notes, timelines, nudges, and answers to partners."""

from tests.staging.actors import Actor, bare
from tests.staging.rep_space import N, escalated, live_cards, space
from tests.staging.stage import Stage
from tests.staging.stories import CONTOSO, CONTOSO_ORG, FABRIKAM, NORTHWIND_ORG, at_nine, begun, march


def test_the_board_counts_what_needs_somebody(stage: Stage, ann: Actor, rita: Actor) -> None:
    stage.import_directory(NORTHWIND_ORG, CONTOSO_ORG)
    stage.import_orders(CONTOSO, FABRIKAM, CONTOSO.replace(N, "90417300"))
    at_nine(stage)
    ann.says(f"order {N}")
    ann.presses("Set Up Now")
    ann.presses("Next", role="partner")
    ann.presses("Next", owner="self")
    ann.presses("I don't recognize this organization")
    ann.presses("I don't recognize it")
    stage.go_to(march(4))
    rita.says_in_space("/board")

    board = space(stage)[-1]
    assert "Overdue (invited, not begun): 2" in board
    assert "Waiting on Cisco: 1" in board
    assert "Unclaimed escalations: 3" in board
    assert "At risk (closes within three working days): 2" in board
    assert board.index(N) < board.index("90417310")
    rita.says_in_space("/claim 90417310")
    rita.says_in_space("/board")
    assert "Unclaimed escalations: 2" in space(stage)[-1]


def test_a_note_is_never_seen_by_the_partner(stage: Stage, ann: Actor, rita: Actor) -> None:
    escalated(stage, ann)
    rita.says_in_space(f"/note {N} The contact is on leave until spring")
    rita.says(f"/order {N}")

    assert "on leave until spring" in rita.sees
    for words in ("setup", "status", f"order {N}", "orders"):
        ann.says(words)
    stage.go_to(march(9))
    assert not any(
        "on leave" in message.words for message in stage.world.transcript(stage.world.direct(ann.person, stage.me))
    )


def test_the_timeline_tells_the_story_of_an_order(stage: Stage, ann: Actor, rita: Actor) -> None:
    begun(stage, ann)
    rita.says(f"/nudge {N} Can I help you?")
    rita.says(f"/order {N}")

    for words in (
        "The order came in",
        "The contact was invited",
        "ann@northwind.example.com answered: What is your role?",
        "rita@cisco.example.com nudged the contact",
        "Due: invitation on the requested start date",
    ):
        assert words in rita.sees


def test_a_nudge_carries_the_words_of_the_rep(stage: Stage, ann: Actor, rita: Actor) -> None:
    begun(stage, ann)
    rita.says(f"/nudge {N} Can I help you with the last steps?")
    assert "Rita Rep, your Cisco representative, writes:" in ann.sees
    assert "Can I help you with the last steps?" in ann.sees
    ann.presses("Resume")
    assert ann.title == "Your partner organization"

    ann.says("stop")
    stage.wait(hours=2)
    rita.says(f"/nudge {N}")
    assert "wants no more reminders" in rita.sees


def test_a_partner_asks_and_a_rep_answers_while_the_wizard_goes_on(stage: Stage, ann: Actor, rita: Actor) -> None:
    begun(stage, ann)
    ann.says("rep Which organization is the right one?")
    assert "you can go on" in ann.sees.lower()
    assert "Which organization is the right one?" in live_cards(stage)[0]
    assert "asks for a Cisco representative" in live_cards(stage)[0]

    rita.says_in_space(f"/reply {N} The first one in the list.")
    assert "Rita Rep, Cisco representative, writes about order 90417263:" in ann.sees
    assert "The first one in the list." in ann.sees
    rita.says(f"/order {N}")
    assert "Written by rita@cisco.example.com: The first one in the list." in bare(rita.sees)
    ann.says("ممثل وماذا عن الثاني؟")
    assert "وماذا عن الثاني" in space(stage)[-1]
    ann.presses("Next", company="Northwind Collab", country="US", email="admin@northwind.example.com")
    assert ann.title == "Customer administrator"


def test_what_reps_may_partners_may_not(stage: Stage, ann: Actor, rita: Actor) -> None:
    escalated(stage, ann)
    for words in (
        "/board",
        f"/note {N} x",
        f"/reply {N} x",
        f"/order set {N} start=2026-04-01",
        "/pause",
        "/forecast",
        f"/order cancel {N}",
    ):
        ann.says(words)
        assert "for representatives and admins" in ann.sees
    for words in ("/pause", "/forecast", "/audit", f"/escalate {N}"):
        rita.says(words)
        assert "That command is for admins." in rita.sees


def test_who_forgets_the_slash_or_says_nothing_is_told_what_there_is(stage: Stage, ann: Actor, rita: Actor) -> None:
    escalated(stage, ann)
    rita.says_in_space(f"order {N}")
    assert f"Did you mean: /order {N}?" in bare(space(stage)[-1])
    rita.says_in_space("order 90419999")
    assert "I can't find order 90419999 among yours" in bare(space(stage)[-1])
    rita.says_in_space("good morning everybody")
    assert bare(space(stage)[-1]) == "I did not understand that. Type help for everything you can type."
    rita.says_in_space("")
    assert "/board: Which orders need somebody" in bare(space(stage)[-1])
