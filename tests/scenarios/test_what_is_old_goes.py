"""What was done long ago is deleted by itself: an order that is over goes with all that was said about it."""

from datetime import timedelta

from bot.operations.housekeeping import Keeping, tidy_up
from tests.staging.actors import Actor
from tests.staging.stage import Stage
from tests.staging.stories import CONTOSO, FABRIKAM, begun

N, OTHER = "90417263", "90417310"
KEEPING = Keeping(events=timedelta(days=30), orders=timedelta(days=100))


def test_an_order_goes_long_after_its_end_and_the_audit_log_stays(
    stage: Stage, ann: Actor, ada: Actor, rita: Actor
) -> None:
    begun(stage, ann, CONTOSO, FABRIKAM)
    rita.says(f"/note {N} Ann is on holiday")
    ada.says(f"/order cancel {N}").presses("Cancel the order")
    stage.clock.move_to(stage.clock.now() + timedelta(days=99))
    tidy_up(stage.bot.store, stage.clock.now(), KEEPING)
    assert stage.order(N).state == "cancelled"

    stage.clock.move_to(stage.clock.now() + timedelta(days=2))
    tidy_up(stage.bot.store, stage.clock.now(), KEEPING)
    with stage.bot.store.reading() as uow:
        assert uow.orders.get(N) is None
        assert uow.orders.get(OTHER) is not None, "one that is not over stays, however old"
        assert uow.notes.of_order(N) == []
        assert uow.progress.get(N, ann.email) is None
        assert uow.reminders.of_order(N) == []
        assert any(line.verb == "order_cancelled" for line in uow.audit.of_order(N))
