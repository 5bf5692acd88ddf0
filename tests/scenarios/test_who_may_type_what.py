"""Every slash command, from everybody who may not, everywhere, in each language; and every near miss."""

import pytest

from bot.dispatch.context import FOR_ADMINS, FOR_REPS
from bot.domain.people import Role
from bot.domain.spaces import REP_SPACE
from bot.language.folders import LANGUAGES
from bot.language.texts import texts
from handlers import GRAMMAR
from playground.model import Room
from tests.staging.actors import Actor, bare
from tests.staging.stage import Stage
from tests.staging.stories import CONTOSO, begun, invited

N = "90417263"
SLASHED = [command for command in GRAMMAR.commands if command.name.startswith("/")]
OF_ADMINS = [command for command in SLASHED if command.role is Role.ADMIN]


def kept(stage: Stage) -> list[object]:
    """Return all that a command could change."""
    with stage.bot.store.reading() as uow:
        return [
            *uow.orders.each(),
            *uow.escalations.open_ones(),
            uow.bot_state.get(REP_SPACE),
            uow.pauses.current(),
            uow.pauses.reminders_are_held(),
            uow.dead_letters.count(),
            *uow.spaces.routes(),
        ]


def refused(stage: Stage, who: Actor) -> list[str]:
    """Return what somebody was refused, by the audit log."""
    with stage.bot.store.reading() as uow:
        lines = uow.audit.page("", 1000, 0)
    return sorted(line.detail["tried"] for line in lines if line.actor == who.email and line.verb == "refused")


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_may_not_is_refused_politely_everywhere_and_the_try_is_on_the_log(
    stage: Stage, ann: Actor, rita: Actor, language: str
) -> None:
    invited(stage, ann)
    room = stage.world.room("Project Contoso", ann.person, stage.me)
    for person in (ann, rita):
        person.says(f"language {language}")
    before = kept(stage)

    for who, where, commands, more, sorry in (
        (ann, stage.me, SLASHED, f" {N}", FOR_REPS),
        (ann, room, SLASHED, "", FOR_REPS),
        (rita, stage.me, OF_ADMINS, "", FOR_ADMINS),
        (rita, stage.space, OF_ADMINS, f" {N}", FOR_ADMINS),
    ):
        place = where if isinstance(where, Room) else stage.world.direct(who.person, stage.me)
        tries = [f"{command.name}{more}" for command in commands]
        logged, said = len(refused(stage, who)), len(stage.world.transcript(place))
        for words in tries:
            stage.world.says(who.person, where, words, mentions=() if where is stage.me else (stage.me,))
        stage.settle()

        answers = [m.words for m in stage.world.transcript(place)[said:] if m.person_id == stage.me.id]
        assert answers == [texts(language)(sorry)] * len(tries)
        assert len(refused(stage, who)) == logged + len(tries)
    assert set(refused(stage, ann)) == {command.name for command in SLASHED}
    assert set(refused(stage, rita)) == {command.name for command in OF_ADMINS}
    assert kept(stage) == before


def test_a_stranger_is_answered_once_and_every_try_is_on_the_log(stage: Stage, ann: Actor, zoe: Actor) -> None:
    invited(stage, ann)
    before = kept(stage)
    for command in SLASHED:
        zoe.person.says(stage.me, f"{command.name} {N}")
        stage.world.settle()
        stage.wait(minutes=1)

    assert len(zoe.answers) == 1
    with stage.bot.store.reading() as uow:
        tries = [line.detail["tried"] for line in uow.audit.page("", 1000, 0) if line.verb == "stranger"]
    assert sorted(tries) == sorted(command.name for command in SLASHED)
    assert kept(stage) == before


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_near_miss_suggests_and_runs_nothing(stage: Stage, ada: Actor, ann: Actor, language: str) -> None:
    invited(stage, ann, CONTOSO)
    ada.says(f"language {language}")
    before, heard = kept(stage), len(ada.answers)
    misses = [f"{command.name[:-1]}{command.name[-1] * 2} {N}" for command in SLASHED]
    for words in misses:
        ada.person.says(stage.me, words)
    stage.settle()

    answers = [message.text for message in ada.answers[heard:]]
    assert len(answers) == len(misses)
    known = {command.name for command in GRAMMAR.commands}
    unhelpful = [
        f"{words}: {answer}"
        for words, answer in zip(misses, answers, strict=True)
        if not any(name in answer for name in known if name.startswith("/"))
    ]
    assert not unhelpful
    assert kept(stage) == before
    assert refused(stage, ada) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_lists_every_command_in_groups_and_explains_each(stage: Stage, ada: Actor, language: str) -> None:
    t = texts(language)
    ada.says(f"language {language}").says("/help")
    whole = ada.sees
    places = [whole.index(f"\n{t(title)}\n") for title in ("Escalations", "Messages and notes", "Orders", "Reminders")]
    assert places == sorted(places)
    heard = len(ada.answers)
    for command in SLASHED:
        assert command.how(t) in whole
        ada.person.says(stage.me, f"/help {command.name.removeprefix('/')}")
    stage.settle()

    for command, message in zip(SLASHED, ada.answers[heard:], strict=True):
        assert bare(message.text).startswith(command.name)
        assert bare(t(command.help)) in bare(message.text)
    assert bare(t("Cancel an order; asks first")) in bare(ada.says("/help order").sees)


@pytest.mark.usefixtures("quick_painter")
def test_no_answer_in_a_room_of_others_names_a_contact_or_a_customer(stage: Stage, ann: Actor, ada: Actor) -> None:
    begun(stage, ann)
    room = stage.world.room("Project", ada.person, stage.me)
    words = [f"{command.name} {N}" for command in SLASHED if command.name != "/space here"]
    for each in (*words, *(command.name for command in SLASHED), f"/note {N} a note", f"/reply {N} a word"):
        stage.world.says(ada.person, room, each, mentions=(stage.me,))
    stage.settle()

    said = [m.words for m in stage.world.transcript(room) if m.person_id == stage.me.id]
    assert len(said) > len(SLASHED)
    assert not [text for text in said if any(name in text for name in ("ann@", "Ann", "Contoso", "Northwind"))]
