"""An admin pauses the bot: what comes in is kept, and handled in order once it goes on."""

from bot.domain.pauses import Pause
from tests.staging.actors import Actor
from tests.staging.stage import Stage
from tests.staging.stories import begun, invited

BORIS = "boris@cisco.example.com"


def test_what_comes_in_waits_and_is_handled_in_order_afterwards(
    stage: Stage, ann: Actor, ada: Actor, rita: Actor
) -> None:
    begun(stage, ann)
    ada.says("/board")
    rita_heard, ann_heard = len(stage.world.transcript(stage.space)), len(ann.answers)
    ada.says("/pause")
    assert ada.sees.startswith("I handle nothing until an admin types /resume.")
    [told] = stage.world.transcript(stage.space)[rita_heard:]
    assert str(told.text).startswith("Ada Admin has paused me. What you write and press is kept")

    ann.says("back").says("help").says("status")
    assert len(ann.answers) == ann_heard
    assert stage.metric("setup_now_paused") == 1
    assert stage.metric("setup_now_inbox_backlog") == 3
    stage.restart()
    stage.wait(minutes=10)
    assert len(ann.answers) == ann_heard, "it holds over a restart"
    assert "events wait too long to be handled" not in stage.bot.health.readiness(), "they wait on purpose"

    ada.says("/pause")
    assert "ada@cisco.example.com has paused me since" in ada.sees
    ada.says("/doctor")
    assert "events that wait: 3" in ada.sees
    ada.says("/board")
    assert "An admin has paused me" in ada.sees

    ada.says("/resume")
    assert "Waiting to be handled: 3." in ada.heard
    assert "has let me go on" in str(stage.world.transcript(stage.space)[-1].text)
    back, help_, status = (answer.text for answer in ann.answers[ann_heard:][-3:])
    assert "Who will set up the services?" in back
    assert "What you can type" in help_
    assert "90417263" in status
    assert stage.metric("setup_now_paused") == 0


def test_any_admin_lets_it_go_on_also_one_whom_it_never_met(stage: Stage, ann: Actor, ada: Actor) -> None:
    stage.restart(ADMIN_EMAILS=f"{ada.email},{BORIS}")
    invited(stage, ann)
    ada.says("/pause")
    boris = stage.person(BORIS, "Boris Boss")
    ann.says("help")
    boris.says("/resume")
    assert "What you can type" in ann.sees
    assert "Boris Boss has let me go on" in ada.sees


def test_who_has_left_the_rep_space_meanwhile_acts_no_more(stage: Stage, ann: Actor, ada: Actor, rita: Actor) -> None:
    begun(stage, ann)
    ann.says("rep please call me")
    card = stage.world.transcript(stage.space)[-1]
    ada.says("/pause")
    rita.presses("Claim", card)
    rita.says_in_space("/resolve 90417263")
    stage.world.remove(stage.space, rita.person)
    stage.wait(minutes=2)

    ada.says("/resume")

    said = "\n".join(str(each.text) for each in stage.world.transcript(stage.space))
    assert "Nobody has claimed it yet" in said
    assert "Rita Rep has" not in said


def test_a_pause_alone_also_ends(stage: Stage, ann: Actor, ada: Actor) -> None:
    """However it came about: what doctor calls a pause, `/resume` ends."""
    invited(stage, ann)
    ada.says("/pause").says("/resume")
    with stage.bot.store.unit_of_work() as uow:
        uow.pauses.begin(Pause(stage.clock.now(), ada.email))
        uow.pauses.let_through(ada.person.id)
    ada.says("/resume")
    assert stage.metric("setup_now_paused") == 0
