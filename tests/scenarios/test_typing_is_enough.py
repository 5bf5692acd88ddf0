"""Whoever only types gets as far as whoever presses, and no word goes to a question that nobody asked."""

from bot.domain.orders import OrderState
from bot.wizard.finishing import PROVISION
from tests.staging.actors import Actor
from tests.staging.deliveries import delivery, post
from tests.staging.stage import Stage
from tests.staging.stories import (
    CONTOSO,
    CONTOSO_ORG,
    FABRIKAM,
    NORTHWIND_ORG,
    at_service_setup,
    begun,
    fill_calling,
    fill_sections,
    invited,
)


def test_start_over_is_confirmed_by_typing_it_again(stage: Stage, ann: Actor) -> None:
    begun(stage, ann)
    ann.says("start over")
    assert ann.title == "Start over?"
    ann.says("back")
    assert ann.title == "Your partner organization"

    ann.says("start over")
    ann.says("Start over")
    assert ann.title == "What is your role?"
    assert "answers" not in ann.sees


def at_the_end(stage: Stage, ann: Actor) -> None:
    """Ann has described everything, and is asked whether billing may start."""
    at_service_setup(stage, ann)
    fill_sections(ann)
    assert ann.title == "Provision and start billing"


def test_a_yes_to_start_over_does_not_start_billing(stage: Stage, ann: Actor) -> None:
    at_the_end(stage, ann)

    ann.says("start over").says("yes")

    assert ann.title == "Service setup"
    assert stage.order("90417263").provisioned_at is None


def test_after_a_no_to_start_over_a_yes_is_for_the_step(stage: Stage, ann: Actor) -> None:
    at_the_end(stage, ann)

    ann.says("start over").says("maybe")
    assert "Please type Back or Start over" in ann.sees
    ann.says("no")
    assert ann.title == "Provision and start billing"
    assert stage.order("90417263").provisioned_at is None

    ann.says("yes")
    assert stage.order("90417263").provisioned_at is not None
    ann.says("order 90417263")
    assert any("Your services are provisioned" in each.text for each in ann.answers[-2:])


def test_resume_goes_on_with_the_order_whose_card_is_newest(stage: Stage, ann: Actor) -> None:
    invited(stage, ann, CONTOSO, FABRIKAM)
    ann.says("order 90417310")
    ann.says("Set Up Now")
    ann.says("1")
    ann.says("exit")
    ann.says("order 90417310")

    ann.says("resume")

    assert ann.title == "Who will set up the services?"
    assert "Fabrikam" in ann.sees


def test_a_mistyped_word_at_a_step_gets_one_short_answer(stage: Stage, ann: Actor) -> None:
    begun(stage, ann)
    ann.says("Northwind Collab; US; admin@northwind.example.com")
    ann.says("hepl")
    assert "Did you mean: help?" in ann.sees
    ann.says("order")
    assert "order N" in ann.sees

    ann.says("it@contoso.example.com")
    assert ann.title == "Customer organization"
    ann.says("so so\nplease")
    assert "one line for each" in ann.sees
    ann.says("Country: Egypt")
    assert "Egypt" in ann.sees
    assert ann.title == "Confirm customer and partner"


def test_words_that_only_share_some_letters_with_ours_suggest_none(stage: Stage, ann: Actor) -> None:
    invited(stage, ann, CONTOSO)

    for words in ("create", "Partner Inc", "customer", "not now please"):
        ann.says(words)
        assert "Did you mean" not in ann.sees


def test_an_organization_confirmed_for_its_administrator_is_asked_about_again(stage: Stage, ann: Actor) -> None:
    fabrikam = "org-fabrikam,Contoso Pharma,customer,DE,2022-01-10,pia@contoso.example.com,"
    stage.import_directory(NORTHWIND_ORG, CONTOSO_ORG, fabrikam)
    begun(stage, ann)
    ann.says("next")
    ann.says("pia@contoso.example.com")
    assert "Why it is shown: pia@contoso.example.com administers it" in ann.sees
    ann.says("next")
    ann.says("change customer administrator")
    ann.says("new@contoso.example.com")

    assert ann.title == "Customer organization"
    assert "A name like “Contoso Dental Group”, and users at contoso.example.com" in ann.sees


def test_nobody_confirms_an_organization_they_did_not_see(stage: Stage, ann: Actor) -> None:
    stage.import_directory(NORTHWIND_ORG)
    begun(stage, ann)
    stage.import_directory(
        "org-northwind,Northwind Collab,partner,US,2021-05-04,omar@northwind.example.com,",
        "org-other,Northwind Traders,partner,GB,2021-05-04,ann@northwind.example.com,",
    )

    ann.presses("Next")

    assert ann.title == "Your partner organization"
    assert "has changed in the meantime" in ann.sees
    assert "Northwind Traders" in ann.sees


def test_who_is_asked_to_take_over_is_answered_in_the_language_of_the_order(stage: Stage, ann: Actor) -> None:
    omar = stage.person("omar@northwind.example.com", "Omar")
    stage.import_directory(NORTHWIND_ORG)
    stage.import_orders(CONTOSO.replace(",UTC,,,", ",UTC,ar,,"))
    stage.wait(hours=1)
    ann.says("الإعداد الآن")
    ann.says("١")
    ann.says("۲")
    ann.says("omar@northwind.example.com")
    ann.says("الحالة")
    assert "في انتظار رد" in ann.sees
    omar.says("رفض")
    assert "90417263" in omar.sees
    assert omar.sees.startswith("رفضت الطلب")


def test_handing_to_the_customer_is_on_record_with_what_was_shown(stage: Stage, ann: Actor) -> None:
    begun(stage, ann)
    ann.says("back")
    ann.says("3")
    ann.says("carla@contoso.example.com; yes")

    with stage.bot.store.reading() as uow:
        agreed = [line for line in uow.audit.of_order("90417263") if line.verb == "agreed"]
    assert "cannot be taken back" in str(agreed[0].detail["shown"])


def test_two_hasty_words_do_not_map_an_order_unread(stage: Stage, ann: Actor) -> None:
    stage.import_directory(NORTHWIND_ORG, CONTOSO_ORG)
    begun(stage, ann)
    ann.says("next").says("carla@contoso.example.com")
    ann.person.says(stage.me, "next")
    ann.person.says(stage.me, "next")
    stage.world.settle()
    stage.wait(seconds=1)

    assert "before you could see my last question" in ann.sees
    assert ann.title == "Confirm customer and partner"
    ann.says("confirm and map for good")
    assert ann.title == "Your order is set up successfully"


def test_two_hasty_words_hand_no_order_to_the_customer_unread(stage: Stage, ann: Actor, carla: Actor) -> None:
    invited(stage, ann)
    ann.presses("Set Up Now").says("partner")
    ann.person.says(stage.me, f"the customer does it: {carla.email}")
    ann.person.says(stage.me, "yes")
    stage.world.settle()
    stage.wait(seconds=1)

    assert "before you could see my last question" in ann.sees
    assert ann.title == "The customer will set up"
    assert stage.order("90417263").holder == ann.email
    ann.says("yes")
    assert stage.order("90417263").holder == carla.email


def test_a_yes_of_which_webex_tells_late_starts_no_billing(stage: Stage, ann: Actor) -> None:
    at_service_setup(stage, ann)
    ann.presses("Next").presses("Next")
    fill_calling(ann)
    ann.presses("Save", site="contosodental", zone="Asia/Riyadh")
    stage.world.faults.drop = 1
    said = ann.person.says(stage.me, "yes")
    stage.wait(seconds=20)
    ann.presses("Save", subdomain="contosodental")
    stage.wait(seconds=20)
    assert ann.title == PROVISION.title

    post(stage.http_url, delivery("messages", said.id, ann.person.id, said.room_id))
    stage.settle()
    assert "before you could see my last question" in ann.sees
    assert stage.order("90417263").state is OrderState.IN_SERVICE_SETUP

    ann.says("yes")
    assert stage.order("90417263").state is OrderState.PROVISIONED


def test_a_site_is_moved_by_one_order_at_a_time(stage: Stage, ann: Actor) -> None:
    at_service_setup(stage, ann)
    ann.says("Meeting settings")
    ann.says("contoso; UTC; MOVE-1234")

    with stage.bot.store.reading() as uow:
        assert uow.names.taker("site", "contoso") == "90417263"
