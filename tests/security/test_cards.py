"""Cards: what a button carries is signed and bound; whatever is wrong with it changes nothing and is on record."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from itsdangerous import URLSafeSerializer

from bot.domain.actions import FIELD, SALT, Action, ForgedAction, Signer
from cards.pressing import buttons, parts_of
from tests.staging.actors import Actor, heading_of
from tests.staging.deliveries import at_once
from tests.staging.files import ORDER_COLUMNS
from tests.staging.live import Live, where_it_is_noon
from tests.staging.rep_space import cards_to_press, owner_of
from tests.staging.stage import Stage
from tests.staging.stories import CONTOSO, FABRIKAM, at_nine, at_review, begun, invited

THE_DAY_AFTER = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
KEY = "the key of this bot"
SIGNER = Signer(KEY)
OTHER_USE: Any = URLSafeSerializer(KEY, salt=SALT)
TOKEN = SIGNER.pack(Action("answer", order="90417263", step="role", revision=3, person="ann@example.com"))[FIELD]


def state_of(stage: Stage, actor: Actor) -> tuple[Any, ...]:
    """Return what must not change: the order, how far its person is, and what is owed to the reps."""
    with stage.bot.store.reading() as uow:
        return (
            uow.orders.get("90417263"),
            uow.progress.get("90417263", actor.email),
            uow.escalations.get("90417263"),
            len(uow.reminders.pending("90417263")),
        )


def refusals(stage: Stage, email: str) -> int:
    with stage.bot.store.reading() as uow:
        return sum(line.outcome == "refused" and line.actor == email for line in uow.audit.recent(1000))


def submit(stage: Stage, actor: Actor, card: Any, **inputs: str) -> None:
    """Submit whatever one likes on a card, past all clients."""
    stage.world.actions.submit(actor.person, card, inputs)
    stage.settle()


def signing_key(stage: Stage) -> str:
    with stage.bot.store.reading() as uow:
        return str(uow.bot_state.get("signing_key"))


def token_of(card: Any, title: str = "") -> str:
    actions = [each for each in buttons(card.card) if title in ("", each["title"]) and FIELD in each.get("data", {})]
    return str(actions[0]["data"][FIELD])


@pytest.mark.parametrize(
    "token",
    ["", "nonsense", Signer("another key").pack(Action("answer", order="90417263", step="role"))[FIELD], "a" * 20_000],
)
def test_a_forged_card_changes_nothing_and_is_on_record(stage: Stage, ann: Actor, token: str) -> None:
    begun(stage, ann)
    before, card = state_of(stage, ann), ann.card
    submit(stage, ann, card, **{FIELD: token, "role": "customer", "verb": "answer"})
    assert state_of(stage, ann) == before
    assert "not one of mine" in ann.sees
    assert refusals(stage, ann.email) == 1


@given(st.integers(0, len(TOKEN) - 1), st.characters(min_codepoint=33, max_codepoint=126))
def test_any_altered_letter_makes_it_a_forgery(place: int, letter: str) -> None:
    altered = TOKEN[:place] + letter + TOKEN[place + 1 :]
    # The last letter of base64 has bits that mean nothing: the same action may come out, never another.
    with suppress(ForgedAction):
        assert SIGNER.unpack({FIELD: altered}) == SIGNER.unpack({FIELD: TOKEN})


@given(st.dictionaries(st.text(max_size=8), st.one_of(st.text(max_size=8), st.integers(), st.none()), max_size=4))
def test_what_we_signed_for_something_else_is_no_action(values: dict[str, Any]) -> None:
    with pytest.raises(ForgedAction):
        SIGNER.unpack({FIELD: OTHER_USE.dumps({**values, "": ""})})


def test_an_older_card_of_the_same_step_takes_nothing_any_more_and_that_is_said_once(stage: Stage, ann: Actor) -> None:
    begun(stage, ann)
    older = ann.card
    ann.presses("Back").presses("Next", owner="self")
    assert ann.title == heading_of(older.card)
    before, shown = state_of(stage, ann), set()
    for company in ("Fabrikam", "Litware", "Adatum"):
        ann.replays(older, "Next", company=company, country="US", email="it@fabrikam.example.com")
        assert state_of(stage, ann) == before
        shown.add(ann.card.id)
    assert "That card is out of date." in ann.sees
    assert len(shown) == 1
    assert refusals(stage, ann.email) == 3


def test_a_button_that_a_step_has_not_does_nothing(stage: Stage, ann: Actor) -> None:
    at_review(stage, ann)
    ann.presses("Confirm and map for good").presses("Continue")
    before, signer, title = state_of(stage, ann), Signer(signing_key(stage)), ann.title
    here = Action("answer", order="90417263", step="password", revision=before[1].revision, person=ann.email)
    submit(stage, ann, ann.card, **signer.pack(here))
    ann.says("next")
    assert (state_of(stage, ann), ann.title) == (before, title)


def test_a_card_made_for_somebody_else_changes_nothing(stage: Stage, ann: Actor, mallory: Actor) -> None:
    stage.import_orders(CONTOSO, FABRIKAM.replace("ann@northwind", "mallory@fabrikam"))
    stage.go_to(datetime(2026, 3, 2, 9, 0, tzinfo=UTC))
    before = state_of(stage, ann)
    submit(stage, mallory, mallory.card, **{FIELD: token_of(ann.card)})
    assert state_of(stage, ann) == before
    assert "made for somebody else" in mallory.sees
    assert "Contoso" not in mallory.sees
    assert refusals(stage, mallory.email) == 1


def test_who_acts_in_a_chat_of_somebody_else_takes_nothing_over(
    stage: Stage, ann: Actor, mallory: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun(stage, ann)
    before = state_of(stage, ann)
    # Webex lets only the two of them press there.
    monkeypatch.setattr(stage.world.rooms, "has", lambda *_: True)
    submit(stage, mallory, ann.card, **{FIELD: token_of(ann.card)})
    assert state_of(stage, ann) == before
    assert stage.order("90417263").holder == ann.email
    assert "Contoso" not in mallory.sees


def test_a_card_of_the_rep_space_is_no_use_outside_it(stage: Stage, ann: Actor, rita: Actor, mallory: Actor) -> None:
    stage.import_orders(CONTOSO, FABRIKAM.replace("ann@northwind", "mallory@fabrikam"))
    at_nine(stage)
    stage.go_to(THE_DAY_AFTER)
    [card] = [each for each in stage.world.transcript(stage.space) if each.card and "90417263" in each.words]
    before = state_of(stage, ann)
    for title in ("Claim", "Snooze", "Resolve", "Nudge the contact"):
        submit(stage, mallory, mallory.card, **{FIELD: token_of(card, title), "hours": "24"})
        submit(stage, ann, ann.card, **{FIELD: token_of(card, title), "hours": "24"})
    assert state_of(stage, ann) == before
    assert refusals(stage, mallory.email) == 4


def test_a_rep_who_left_the_space_is_no_rep_any_more(stage: Stage, ann: Actor, rita: Actor) -> None:
    invited(stage, ann)
    stage.go_to(THE_DAY_AFTER)
    rita.says("/order 90417263")
    assert "Contoso" in rita.sees
    stage.world.remove(stage.space, rita.person)
    stage.settle()
    before, heard = state_of(stage, ann), len(rita.answers)
    rita.says("/claim 90417263")
    assert state_of(stage, ann) == before
    assert not any("Contoso" in each.text for each in rita.answers[heard:])


@contextmanager
def press_that_is_shown_late(stage: Stage, rita: Actor) -> Iterator[None]:
    """Let Webex tell of Rita's claim before what happens inside, and show it after."""
    stage.world.faults.too_early(3)
    rita.presses("Claim", cards_to_press(stage)[-1])
    stage.world.faults.drop = 1
    yield
    stage.world.settle()
    stage.world.faults.drop = 0
    for _ in range(8):
        stage.wait(seconds=3)


@contextmanager
def words_in_an_outage(stage: Stage, rita: Actor) -> Iterator[None]:
    """Let Rita type her claim, and what happens inside follow, while the bot hears of neither."""
    stage.world.faults.drop = 2
    stage.world.says(rita.person, stage.space, "/claim 90417263", mentions=(stage.me,))
    yield
    stage.world.settle()
    stage.world.faults.drop = 0
    stage.clock.passes(minutes=10)
    stage.restart()


@pytest.mark.parametrize("stays", [True, False])
@pytest.mark.parametrize("claimed_before", [press_that_is_shown_late, words_in_an_outage])
def test_a_claim_that_is_handled_late_counts_if_its_rep_is_still_in_the_space(
    stage: Stage, ann: Actor, rita: Actor, claimed_before: Callable[..., AbstractContextManager[None]], stays: bool
) -> None:
    invited(stage, ann)
    stage.go_to(THE_DAY_AFTER)
    with claimed_before(stage, rita):
        if not stays:
            stage.world.remove(stage.space, rita.person)
    assert owner_of(stage) == (rita.email if stays else "")


def test_rights_are_those_of_the_moment_of_handling(stage: Stage, ann: Actor, rita: Actor) -> None:
    invited(stage, ann)
    stage.go_to(THE_DAY_AFTER)
    stage.world.faults.too_early(1, path="/messages/")
    rita.says("/claim 90417263")
    with stage.bot.store.unit_of_work() as uow:
        uow.spaces.set_members(stage.space.id, [])
    stage.wait(seconds=5)
    assert owner_of(stage) == ""


def test_a_used_card_pressed_again_changes_nothing(stage: Stage, ann: Actor) -> None:
    invited(stage, ann)
    ann.presses("Set Up Now")
    used = ann.card
    ann.presses("Next", role="partner")
    before = state_of(stage, ann)
    for role in ("customer", "partner", "<@all>"):
        ann.replays(used, "Next", role=role)
    assert state_of(stage, ann) == before
    with stage.bot.store.reading() as uow:
        assert "stale_card" in [line.verb for line in uow.audit.of_order("90417263")]


def test_an_event_that_is_delivered_again_days_later_does_nothing(stage: Stage, ann: Actor) -> None:
    begun(stage, ann)
    before, said = state_of(stage, ann), len(ann.answers)
    old = stage.world.deliveries.log
    stage.go_to(datetime(2026, 3, 2, 20, 0, tzinfo=UTC))
    for each in old:
        stage.world.deliveries.replay(each)
    stage.settle()
    assert state_of(stage, ann) == before
    assert len(ann.answers) == said


def test_of_fifty_submits_of_one_step_at_once_one_is_accepted(live: Live) -> None:
    ann = live.world.person("ann@northwind.example.com", "Ann Archer")
    zone, today = where_it_is_noon()
    row = f"90417263,A-WX,{today},{ann.email},Contoso,Northwind,meetings,,{zone},,,"
    live.bot.imports.orders("\n".join((ORDER_COLUMNS, row)).encode(), "orders.csv")
    press(live, ann, "Set Up Now")
    card = newest_card(live, ann)
    data = next(each["data"] for each in parts_of(card.card) if each.get("title") == "Next")
    roles = ["partner", "customer"] * 25
    at_once([partial(live.world.actions.submit, ann, card, {**data, "role": role}) for role in roles])
    live.world.settle()
    live.until(lambda: live.events("waiting") + live.events("leased") == 0)
    with live.bot.store.reading() as uow:
        answered = [line.verb for line in uow.audit.of_order("90417263") if line.verb == "answered"]
        progress = uow.progress.get("90417263", ann.email)
    assert answered == ["answered"]
    assert progress
    assert list(progress.answers) == ["role"]


def newest_card(live: Live, person: Any) -> Any:
    live.until(lambda: live.chat(person) != [])
    said = live.world.transcript(live.world.direct(person, live.me))
    return [each for each in said if each.card and each.card.get("actions")][-1]


def press(live: Live, person: Any, title: str) -> None:
    """Press a button and wait for the next card."""
    card = newest_card(live, person)
    person.presses(card, title)
    live.until(lambda: newest_card(live, person).id != card.id)


def test_bots_and_itself_are_never_answered(stage: Stage) -> None:
    other = stage.world.bot("other@webex.bot", "Other Bot", token="another-token")
    stage.world.says(other, stage.me, "help")
    stage.world.says(other, stage.me, "help")
    room = stage.world.room("Bots", other, stage.me)
    stage.settle()
    greetings = len(stage.world.transcript(room))
    stage.world.says(other, room, "help", mentions=(stage.me,))
    stage.settle()
    assert len(stage.world.transcript(stage.world.direct(other, stage.me))) == 2
    assert len(stage.world.transcript(room)) == greetings + 1
