"""The forecast is what is then sent: over sixty days, in four zones, through two changes of the clocks."""

from datetime import UTC, datetime, timedelta

from handlers.reminders.forecast import foresee
from tests.staging.actors import Actor
from tests.staging.stage import Stage
from tests.staging.stories import CONTOSO

DAYS = 60
# Clocks change on 8 March in New York, on 29 March in London, on 5 April (by half an hour) on Lord Howe. Eid al-Fitr
# is from 19 March on, Easter on 5 April.
PLACES = {
    "London": ("GB", "Europe/London", "A-WX"),
    "New York": ("US", "America/New_York", "A-WX"),
    "Riyadh": ("SA", "Asia/Riyadh", "A-FLEX-3"),
    "Lord Howe": ("AU", "Australia/Lord_Howe", "A-SPK"),
}


def order_in(n: int, country: str, zone: str, offer: str) -> str:
    contact = f"p{n}@northwind.example.com"
    return f"9000000{n},{offer},2026-03-0{n + 3},{contact},Customer {n},Northwind,meetings,{country},{zone},,,"


def test_sixty_days_in_four_zones(stage: Stage, ann: Actor, rita: Actor, ada: Actor) -> None:
    people = [stage.person(f"p{n}@northwind.example.com", f"Person {n}") for n in range(len(PLACES))]
    lists = [CONTOSO.replace("90417263", f"9100000{n}").replace("03-02", "03-12") for n in range(5)]
    stage.import_orders(*(order_in(n, *place) for n, place in enumerate(PLACES.values())), *lists)
    # A person and a representative have put something off before the forecast is asked for.
    stage.go_to(datetime(2026, 3, 5, 12, tzinfo=UTC))
    people[0].says("later")
    rita.says("/snooze 90000000 48h")
    begun = stage.clock.now()
    before = posted(stage, [*people, ann, ada])

    foreseen = sorted(forecast(stage, begun + timedelta(days=DAYS)))
    while (due := stage.bot.reminders.next_due()) is not None and due <= begun + timedelta(days=DAYS):
        stage.go_to(due)

    sent = posted(stage, [*people, ann, ada])[len(before) :]
    assert len(foreseen) > 40
    assert foreseen == sorted(each for each in sent if each not in before)
    assert len({to for _at, to in foreseen}) == 7


def forecast(stage: Stage, until: datetime) -> list[tuple[datetime, str]]:
    """Return what is foreseen, by the moment and the reader."""
    foreseen, is_all = foresee(stage.bot.store, stage.bot.imports.contexts, stage.clock.now(), until, most=1000)
    assert is_all
    return [(each.at, each.to) for each in foreseen]


def posted(stage: Stage, people: list[Actor]) -> list[tuple[datetime, str]]:
    """Return everything the bot ever posted, by the moment and the reader."""
    rooms = {stage.world.direct(each.person, stage.me).id: each.email for each in people} | {stage.space.id: ""}
    said = [
        (message.created, reader)
        for room, reader in rooms.items()
        for message in stage.world.transcript(room, deleted=True)
        if message.person_id == stage.me.id
    ]
    return sorted(said)


def test_of_very_many_the_next_are_shown_and_all_are_counted(stage: Stage, ada: Actor) -> None:
    rows = [
        order_in(0, "DE", "UTC", "A-WX").replace("90000000", f"92{n:06}").replace("p0@", f"q{n}@") for n in range(70)
    ]
    stage.import_orders(*rows)
    for too_many in ("0", "61", "9999"):
        assert "Type a number of days from 1 to 60." in ada.says(f"/forecast {too_many}").sees
    ada.says("/forecast 7")
    heading, in_all, *kinds_and_lines = filter(None, ada.sees.split("\n"))
    kinds, lines = kinds_and_lines[:2], kinds_and_lines[2:]
    assert heading == "Forecast: the next 70 messages"
    assert in_all == (
        "140 reminders are planned until Monday 9 March 2026, 08:00 (UTC). What follows from them is not counted."
    )
    assert kinds == ["Escalation because setup has not begun: 70", "Invitation on the requested start date: 70"]
    assert sum(line.startswith("Invitation on the requested start date · 92") for line in lines) == 30
    assert lines[-1] == "40 more lines are not shown."
