"""What was done long ago is deleted by itself: an order that is over goes with all that was said about it."""

from dataclasses import replace
from datetime import timedelta

from bot.dispatch.middleware import MOST_ON_RECORD
from bot.domain.letters import Letter
from bot.operations.housekeeping import Keeping, forget_strangers, tidy_up
from store.people.encounters import ANSWERED, UNREACHABLE
from tests.staging.actors import Actor
from tests.staging.stage import Stage
from tests.staging.stories import CONTOSO, FABRIKAM, begun

N, OTHER = "90417263", "90417310"
KEEPING = Keeping(events=timedelta(days=30), orders=timedelta(days=100), audit=timedelta(days=150))


def test_an_order_goes_long_after_its_end_and_the_audit_log_stays(
    stage: Stage, ann: Actor, ada: Actor, rita: Actor
) -> None:
    begun(stage, ann, CONTOSO, FABRIKAM)
    rita.says(f"/note {N} Ann is on holiday")
    key = f"wizard:{N}:{ann.email}"
    with stage.bot.store.reading() as uow:
        card = uow.live_cards.get(key)
        assert card
    ada.says(f"/order cancel {N}").presses("Cancel the order")
    with stage.bot.store.unit_of_work() as uow:
        uow.live_cards.replace(key, card)
    stage.clock.move_to(stage.clock.now() + timedelta(days=99))
    tidy_up(stage.bot.store, stage.clock.now(), KEEPING)
    assert stage.order(N).state == "cancelled"

    stage.clock.move_to(stage.clock.now() + timedelta(days=2))
    tidy_up(stage.bot.store, stage.clock.now(), KEEPING)
    with stage.bot.store.reading() as uow:
        assert uow.orders.get(N) is None
        assert uow.orders.get(OTHER) is not None, "one that is not over stays, however old"
        assert uow.notes.of_order(N) == []
        assert uow.live_cards.get(key) is None
        assert uow.progress.get(N, ann.email) is None
        assert uow.reminders.of_order(N) == []
        assert any(line.verb == "order_cancelled" for line in uow.audit.of_order(N))


def test_what_happened_to_an_order_is_kept_as_long_as_the_order(stage: Stage, ann: Actor) -> None:
    begun(stage, ann)
    stage.clock.move_to(stage.clock.now() + timedelta(days=90))
    tidy_up(stage.bot.store, stage.clock.now(), replace(KEEPING, audit=timedelta(days=1)))
    with stage.bot.store.reading() as uow:
        assert [line.verb for line in uow.audit.of_order(N)][:2] == ["order_imported", "invited"]


def test_a_mail_goes_long_after_it_was_sent(stage: Stage) -> None:
    store, sent_at = stage.bot.store, stage.clock.now()
    with store.unit_of_work() as uow:
        for name in ("first", "last"):
            uow.mails.add(Letter(name, "ann@northwind.example.com", "A code", "…", "en", N), sent_at)
            letter = uow.mails.lease("us", sent_at)
            assert letter
            uow.mails.sent(letter, "us", sent_at)
    for days, kept in ((30, 2), (31, 1)):
        tidy_up(store, sent_at + timedelta(days=days), KEEPING)
        with store.reading() as uow:
            assert len(uow.erasure.rows_about("ann@northwind.example.com")["mails"]) == kept


def test_strangers_are_forgotten_and_whoever_anything_names_is_not(
    stage: Stage, ann: Actor, ada: Actor, rita: Actor, zoe: Actor
) -> None:
    begun(stage, ann)
    chose = stage.person("chose@elsewhere.example.org", "Chose French")
    for each in (zoe, ada, rita):
        each.says("hello")
    chose.says("language fr")

    def known() -> set[str]:
        with stage.bot.store.reading() as uow:
            return {each.email for each in (ann, ada, rita, zoe, chose) if uow.people.by_email(each.email)}

    everybody = known()
    assert len(everybody) == 5
    for days in (1, 29, 2):
        stage.clock.move_to(stage.clock.now() + timedelta(days=days))
        tidy_up(stage.bot.store, stage.clock.now(), KEEPING)
        forget_strangers(stage.bot.store, stage.clock.now(), [ada.email])
        assert known() == (everybody if days != 2 else everybody - {zoe.email})
    with stage.bot.store.reading() as uow:
        assert uow.bot_state.get(f"{ANSWERED}{zoe.person.id}") is None
    heard = len(zoe.answers)
    zoe.says("hello again")
    assert len(zoe.answers) == heard + 1


def test_what_is_noted_of_people_goes_with_what_names_them(stage: Stage) -> None:
    names = ("contact", "reached", "long.gone")
    stage.import_orders(CONTOSO.replace("ann@", "contact@"))
    with stage.bot.store.unit_of_work() as uow:
        for name in names:
            uow.encounters.note_unreachable(f"{name}@northwind.example.com", stage.clock.now())
        uow.encounters.note_reached("reached@northwind.example.com")
        uow.encounters.note_guest(stage.space.id, "gone@elsewhere.example", stage.clock.now())
    stage.clock.passes(days=1)
    forget_strangers(stage.bot.store, stage.clock.now(), [])
    with stage.bot.store.reading() as uow:
        left = [name for name in names if uow.bot_state.get(f"{UNREACHABLE}{name}@northwind.example.com") is not None]
        assert left == ["contact"]
        assert not uow.encounters.is_known_guest(stage.space.id, "gone@elsewhere.example")


def test_strangers_fill_no_audit_log(stage: Stage, zoe: Actor) -> None:
    for n in range(MOST_ON_RECORD + 20):
        stage.clock.passes(minutes=1)
        zoe.says(f"/order {n}")
    with stage.bot.store.reading() as uow:
        lines = [line for line in uow.audit.recent(1000) if line.verb == "stranger"]
    assert len(lines) == MOST_ON_RECORD
    assert {line.at.date() for line in lines} == {stage.clock.now().date()}
    stage.clock.passes(days=1)
    zoe.says("/order 1")
    with stage.bot.store.reading() as uow:
        assert sum(line.verb == "stranger" for line in uow.audit.recent(1000)) == MOST_ON_RECORD + 1
