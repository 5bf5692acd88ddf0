"""What somebody of an order can have the bot write to others: as much as they need, and no more."""

from cards.pressing import buttons
from handlers.escalations.passing_on import MOST_ASKED
from handlers.wizard.handover import MOST_OFFERED
from tests.staging.actors import Actor
from tests.staging.files import order_file
from tests.staging.stage import Stage
from tests.staging.stories import FABRIKAM, begun


def offers(ann: Actor, to: Actor) -> None:
    """Ann takes her order back from whom she asked last, and asks somebody else to set it up."""
    if any(each["title"] == "Take it back" for each in buttons(ann.card.card)):
        ann.presses("Take it back")
    while ann.title != "Who will set up the services?":
        ann.says("back")
    ann.presses("Next", owner="colleague").presses("Next", email=to.email)


def test_an_order_is_offered_to_a_few_people_a_day(stage: Stage, ann: Actor) -> None:
    begun(stage, ann)
    people = [stage.person(f"v{n}@elsewhere.example.org", f"Vic {n}") for n in range(MOST_OFFERED + 3)]
    for each in people:
        offers(ann, each)
    assert [bool(each.answers) for each in people] == [True] * MOST_OFFERED + [False] * 3
    assert "has been offered to many people" in ann.sees
    offers(ann, people[0])
    assert ann.title == "Waiting for your colleague", "one of them can be asked again"

    stage.wait(days=1, minutes=1)
    offers(ann, people[-1])
    assert people[-1].title == "Set up your Webex order"


def test_representatives_get_a_few_messages_of_one_person_at_a_time(stage: Stage, ann: Actor, rita: Actor) -> None:
    begun(stage, ann)
    for n in range(MOST_ASKED + 5):
        stage.clock.passes(seconds=1)
        ann.says(f"rep question {n}")
    assert sum("question" in each.words for each in stage.world.transcript(stage.space)) == MOST_ASKED
    assert "have not gone to them" in ann.sees
    stage.wait(minutes=11)
    ann.says("rep one more question")
    assert "one more question" in stage.world.transcript(stage.space)[-1].words


def test_whose_address_looks_like_anothers_gets_no_order(stage: Stage, ann: Actor, ada: Actor) -> None:
    """The first letter is of Cyrillic: no card, no command and no file takes it for Omar, or for somebody at all."""
    like_omar = "\u043emar@northwind.example.com"
    begun(stage, ann)
    ann.says("back").presses("Next", owner="colleague").presses("Next", email=like_omar)
    assert "look like others" in ann.sees
    assert "look like others" in ada.says(f"/order set 90417263 contact={like_omar}").sees
    with stage.bot.store.reading() as uow:
        order = uow.orders.get("90417263")
    assert order is not None
    assert order.contact == ann.email
    report = stage.bot.imports.orders(order_file(FABRIKAM.replace(ann.email, like_omar)), "orders.csv")
    assert "look like others" in str(report)
