"""Whatever is asked before an act is asked in one way, and answered by card or by word in every language."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from bot.delivery.editing import CARDS_CAN_BE_EDITED
from bot.dispatch.confirmations import Confirmation
from bot.domain.orders import OrderState
from bot.language.folders import LANGUAGES, words_for
from bot.language.texts import texts
from handlers import ROUTER
from tests.staging.actors import Actor
from tests.staging.files import ORDER_COLUMNS
from tests.staging.stage import Stage
from tests.staging.stories import (
    CONTOSO,
    FABRIKAM,
    NORTHWIND_ORG,
    at_nine,
    at_service_setup,
    begun,
    fill_sections,
    invited,
)

N = "90417263"
ADDED = f"/order add {N} item=A-FLEX-3 start=2026-03-02 contact=ann@northwind.example.com customer=Contoso"


@dataclass(frozen=True)
class Story:
    """How somebody comes to be asked, what is so once it is done, and what changes what was asked about."""

    begins: Callable[[Stage, Actor, Actor], Actor]
    asks: Callable[[Actor], object]
    is_done: Callable[[Stage], bool]
    changes: Callable[[Stage, Actor], object]


def contact_begins(stage: Stage, ann: Actor, ada: Actor) -> Actor:
    begun(stage, ann)
    return ann


def contact_is_known(stage: Stage, ann: Actor, ada: Actor) -> Actor:
    begun(stage, ann)
    return ada


def order_comes_in(stage: Stage, ann: Actor, ada: Actor) -> Actor:
    stage.import_orders(CONTOSO)
    return ada


def order_is_cancelled(stage: Stage, ann: Actor, ada: Actor) -> Actor:
    stage.import_orders(f"{CONTOSO}Cancelled")
    return ada


def rep_has_come(stage: Stage, ann: Actor, ada: Actor) -> Actor:
    stage.rep("rita@cisco.example.com", "Rita Rep")
    return order_comes_in(stage, ann, ada)


def rep_names_somebody_outside(ada: Actor) -> None:
    rita = ada.stage.world.people.at("rita@cisco.example.com")
    Actor(ada.stage, rita).says(f"/order set {N} contact=eve@elsewhere.example")


def day_has_come(stage: Stage, ann: Actor, ada: Actor) -> Actor:
    at_nine(stage)
    return ada


def two_people_wait(stage: Stage, ann: Actor, ada: Actor) -> Actor:
    stage.import_orders(CONTOSO, FABRIKAM.replace("ann@", "omar@"))
    ada.says("/pause reminders")
    at_nine(stage)
    return ada


def two_messages_are_given_up(stage: Stage, ann: Actor, ada: Actor) -> Actor:
    stage.import_orders(*(CONTOSO.replace(N, f"9041726{n}").replace("ann@", f"nobody{n}@") for n in (3, 4)))
    at_nine(stage)
    return ada


def one_more_is_given_up(stage: Stage, _actor: Actor) -> None:
    stage.wait(minutes=1)
    stage.import_orders(CONTOSO.replace(N, "90417269").replace("ann@", "nobody9@"))


def answered_elsewhere(stage: Stage, ann: Actor) -> None:
    """Let another answer of the contact's come in meanwhile."""
    with stage.bot.store.unit_of_work() as uow:
        progress = uow.progress.get(N, ann.email)
        assert progress is not None
        uow.progress.save(replace(progress, revision=progress.revision + 1), progress.revision)


def with_another(old: str, new: str) -> Callable[[Stage, Actor], object]:
    """Let Cisco change the order."""
    return lambda stage, _actor: stage.import_orders(CONTOSO.replace(old, new))


def contact_has_finished(stage: Stage, ann: Actor, ada: Actor) -> Actor:
    stage.restart(PROVISIONING="control-hub")
    at_service_setup(stage, ann)
    fill_sections(ann)
    return ann.presses("Finish and hand over", consent="true")


def organizations_are_found(stage: Stage, ann: Actor, ada: Actor) -> Actor:
    stage.import_directory(NORTHWIND_ORG, NORTHWIND_ORG.replace("org-northwind,", "org-northwind-2,"))
    begun(stage, ann)
    return ann


def colleague_was_asked(stage: Stage, ann: Actor, ada: Actor) -> Actor:
    for email, name in (("omar@northwind.example.com", "Omar Odeh"), ("pia@northwind.example.com", "Pia Park")):
        stage.person(email, name)
    invited(stage, ann)
    ann.presses("Set Up Now").presses("Next", role="partner").presses("Next", owner="colleague")
    return ann.presses("Next", email="omar@northwind.example.com")


def has(stage: Stage, number: str) -> bool:
    with stage.bot.store.reading() as uow:
        return uow.orders.get(number) is not None


def answers(stage: Stage) -> bool:
    with stage.bot.store.reading() as uow:
        progress = uow.progress.get(N, "ann@northwind.example.com")
    return progress is not None and bool(progress.answers)


def did(stage: Stage, verb: str) -> bool:
    with stage.bot.store.reading() as uow:
        return any(line.verb == verb for line in uow.audit.recent(50))


def is_paused(stage: Stage) -> bool:
    with stage.bot.store.reading() as uow:
        return uow.pauses.reminders_are_held()


STORIES = {
    "start_over": Story(
        contact_begins,
        lambda ann: ann.says("start over"),
        lambda stage: not answers(stage),
        answered_elsewhere,
    ),
    "import": Story(
        order_comes_in,
        lambda ada: ada.attaches("orders.csv", f"{ORDER_COLUMNS}\n{FABRIKAM}"),
        lambda stage: has(stage, "90417310"),
        lambda stage, _ada: at_nine(stage),
    ),
    "add_order": Story(
        day_has_come,
        lambda ada: ada.says(ADDED),
        lambda stage: has(stage, N),
        lambda _stage, ada: ada.says("/pause reminders"),
    ),
    "outside_contact": Story(
        rep_has_come,
        rep_names_somebody_outside,
        lambda stage: stage.order(N).contact == "eve@elsewhere.example",
        with_another("ann@", "omar@"),
    ),
    "cancel_order": Story(
        order_comes_in,
        lambda ada: ada.says(f"/order cancel {N}"),
        lambda stage: stage.order(N).state is OrderState.CANCELLED,
        with_another("Contoso Dental Group", "Contoso Dental Clinics"),
    ),
    "reopen_order": Story(
        order_is_cancelled,
        lambda ada: ada.says(f"/order reopen {N}"),
        lambda stage: stage.order(N).state is not OrderState.CANCELLED,
        with_another("Contoso Dental Group", "Contoso Dental Clinics"),
    ),
    "resume_reminders": Story(
        two_people_wait,
        lambda ada: ada.says("/resume"),
        lambda stage: not is_paused(stage),
        with_another(f"{N},", "90417264,"),
    ),
    "erase": Story(
        contact_is_known,
        lambda ada: ada.says("/erase ann@northwind.example.com"),
        lambda stage: did(stage, "erase"),
        lambda stage, _ada: stage.import_orders(FABRIKAM),
    ),
    "dlq_retry": Story(
        two_messages_are_given_up,
        lambda ada: ada.says("/dlq retry all"),
        lambda stage: did(stage, "dlq_retry"),
        one_more_is_given_up,
    ),
    "dlq_drop": Story(
        two_messages_are_given_up,
        lambda ada: ada.says("/dlq drop all"),
        lambda stage: did(stage, "dlq_drop"),
        one_more_is_given_up,
    ),
    "invite_now": Story(
        order_comes_in,
        lambda ada: ada.says(f"/remind {N}"),
        lambda stage: stage.order(N).invited_at is not None,
        with_another("ann@", "omar@"),
    ),
    "ask_another": Story(
        colleague_was_asked,
        lambda ann: ann.says("pia@northwind.example.com"),
        lambda stage: stage.order(N).nominee == "pia@northwind.example.com",
        answered_elsewhere,
    ),
    "unknown_organization": Story(
        organizations_are_found,
        lambda ann: ann.says("I don't recognize this organization"),
        lambda stage: stage.order(N).state is OrderState.STOPPED,
        answered_elsewhere,
    ),
    "told_done": Story(
        contact_has_finished,
        lambda ann: ann.says("it is done"),
        lambda stage: stage.order(N).state is OrderState.PROVISIONED,
        with_another("Contoso Dental Group", "Contoso Dental Clinics"),
    ),
}
each_confirmation = pytest.mark.parametrize("asked", ROUTER.confirmations.values(), ids=lambda asked: asked.name)


def test_each_confirmation_has_its_story() -> None:
    assert set(STORIES) == set(ROUTER.confirmations)


@each_confirmation
def test_it_is_answered_by_card(stage: Stage, ann: Actor, ada: Actor, asked: Confirmation) -> None:
    story = STORIES[asked.name]
    actor = story.begins(stage, ann, ada)

    story.asks(actor)
    assert not story.is_done(stage)
    actor.presses(asked.no)
    assert not story.is_done(stage)

    story.asks(actor)
    actor.presses(asked.yes)
    assert story.is_done(stage)


@each_confirmation
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_answered_by_word_in_each_language(
    stage: Stage, ann: Actor, ada: Actor, asked: Confirmation, language: str
) -> None:
    story, t = STORIES[asked.name], texts(language)
    actor = story.begins(stage, ann, ada)
    actor.says(f"language {language}")

    for no in (words_for("answers", "no", language)[0], t(asked.no)):
        story.asks(actor)
        actor.says(no)
        assert not story.is_done(stage)
        actor.says(words_for("answers", "yes", "en")[0])
        assert not story.is_done(stage), "what was declined is not asked any more"

    story.asks(actor)
    actor.says(words_for("answers", "yes", language)[0])
    assert story.is_done(stage)


@each_confirmation
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_its_button_agree_in_each_language(
    stage: Stage, ann: Actor, ada: Actor, asked: Confirmation, language: str
) -> None:
    story = STORIES[asked.name]
    actor = story.begins(stage, ann, ada)

    story.asks(actor)
    actor.says(texts(language)(asked.yes))

    assert story.is_done(stage)


@each_confirmation
def test_a_yes_to_what_has_changed_since_does_nothing(
    stage: Stage, ann: Actor, ada: Actor, asked: Confirmation
) -> None:
    story = STORIES[asked.name]
    actor = story.begins(stage, ann, ada)
    story.asks(actor)
    question = actor.card

    story.changes(stage, actor)
    actor.presses(asked.yes, question)

    assert not story.is_done(stage)


@each_confirmation
def test_of_buttons_that_are_pressed_at_once_the_first_counts(
    stage: Stage, ann: Actor, ada: Actor, asked: Confirmation
) -> None:
    story = STORIES[asked.name]
    actor = story.begins(stage, ann, ada)

    story.asks(actor)
    at_once(actor, asked.no, asked.no, asked.yes)
    assert not story.is_done(stage)
    story.asks(actor)
    actor.presses(asked.no)
    nothing_happened = actor.sees

    story.asks(actor)
    at_once(actor, asked.yes, asked.yes, asked.no)
    assert story.is_done(stage)
    assert actor.sees != nothing_happened


@pytest.mark.parametrize("name", ["start_over", "erase"])
def test_where_cards_cannot_be_edited_the_first_button_counts_as_well(
    stage: Stage, ann: Actor, ada: Actor, name: str
) -> None:
    stage.world.faults.card_edits_refused = True
    with stage.bot.store.unit_of_work() as uow:
        uow.bot_state.set(CARDS_CAN_BE_EDITED, f"no {stage.clock.now().isoformat()}")
    asked, story = ROUTER.confirmations[name], STORIES[name]
    actor = story.begins(stage, ann, ada)

    story.asks(actor)
    question = actor.card
    at_once(actor, asked.no, asked.yes)

    assert not story.is_done(stage)
    assert question.id not in [each.id for each in actor.answers]


def at_once(actor: Actor, *titles: str) -> None:
    """Press buttons of one card before the bot has said anything, as with two devices."""
    question = actor.card
    for each in titles:
        actor.person.presses(question, each)
    actor.stage.settle()


def test_whoever_is_invited_is_not_invited_once_more(stage: Stage, ann: Actor, ada: Actor) -> None:
    stage.import_orders(CONTOSO)
    ada.says(f"/remind {N}")
    at_once(ada, "Invite now", "Invite now")
    assert len(ann.answers) == 1
    assert "✓ Answered\nInvite before the date?\nInvite now" in [each.text for each in ada.answers]

    stage.import_orders(FABRIKAM)
    ada.says("/remind 90417310")
    at_nine(stage)
    invited = len(ann.answers)
    ada.says("yes")
    assert "was invited meanwhile" in ada.sees
    assert len(ann.answers) == invited


def test_what_one_admin_has_done_another_does_not_say_is_left(stage: Stage, ada: Actor) -> None:
    stage.restart(ADMIN_EMAILS=f"{ada.email},abe@cisco.example.com")
    abe = stage.person("abe@cisco.example.com", "Abe Admin")
    rita = stage.rep("rita@cisco.example.com", "Rita Rep")
    stage.import_orders(CONTOSO)
    rita.says(f"/order set {N} contact=eve@elsewhere.example")

    ada.presses("Change the contact")
    abe.presses("Leave it as it is")

    assert stage.order(N).contact == "eve@elsewhere.example"
    assert abe.sees == f"eve@elsewhere.example is the contact of order {N} already."
    assert "is now eve@elsewhere.example" in rita.sees


def test_what_has_changed_is_asked_about_as_it_is_now(stage: Stage, ada: Actor) -> None:
    stage.import_orders(CONTOSO)
    ada.says(f"/remind {N}")
    stage.import_orders(CONTOSO.replace("ann@", "omar@"))

    ada.says("yes")

    assert ada.sees.startswith("This has changed since I asked you.")
    assert "omar@northwind.example.com gets the Set Up Now card now" in ada.sees
    ada.says("yes")
    assert stage.order(N).invited_at is not None


def handed_over(stage: Stage, ann: Actor) -> None:
    stage.restart(PROVISIONING="control-hub")
    at_service_setup(stage, ann)
    fill_sections(ann)
    ann.presses("Finish and hand over", consent="true")


@pytest.mark.parametrize(("comes_so_far", "words"), [(begun, "start over"), (handed_over, "it is done")])
def test_words_that_are_sent_twice_ask_and_do_not_agree(
    stage: Stage, ann: Actor, comes_so_far: Callable[[Stage, Actor], None], words: str
) -> None:
    comes_so_far(stage, ann)
    before = stage.order(N)
    ann.person.says(stage.me, words)
    ann.person.says(stage.me, words)
    stage.world.settle()
    stage.wait(seconds=1)

    assert "before you could see my last question" in ann.sees
    assert stage.order(N) == before
    with stage.bot.store.reading() as uow:
        assert not {"start_over", "told_done"} & {line.verb for line in uow.audit.of_order(N)}


def test_nobody_agrees_to_a_question_that_they_have_not_seen(stage: Stage, ada: Actor) -> None:
    stage.import_orders(CONTOSO)
    ada.person.says(stage.me, f"/order cancel {N}")
    ada.person.says(stage.me, "yes")
    stage.world.settle()
    stage.wait(seconds=1)

    assert "before you could see my last question" in ada.sees
    assert stage.order(N).state is OrderState.SCHEDULED
    ada.says("yes")
    assert stage.order(N).state is OrderState.CANCELLED


def test_who_is_no_admin_any_more_agrees_to_nothing(stage: Stage, ada: Actor) -> None:
    stage.import_orders(CONTOSO.replace("ann@northwind.example.com", ada.email))
    ada.says(f"/order cancel {N}")
    stage.restart(ADMIN_EMAILS="bob@cisco.example.com")

    ada.presses("Cancel the order")

    assert ada.sees.startswith("That command is for representatives and admins.")
    assert stage.order(N).state is OrderState.SCHEDULED


def test_an_invitation_asked_about_in_a_space_is_asked_of_the_asker_alone(stage: Stage, ada: Actor) -> None:
    stage.import_orders(CONTOSO)
    stage.world.invite(stage.space, ada.person)
    ada.says_in_space(f"/remind {N}")

    assert ada.title == "Invite before the date?"
    assert all("ann@northwind" not in message.words for message in stage.world.transcript(stage.space))
    ada.says("invite now")
    assert stage.order(N).invited_at == stage.clock.now()
