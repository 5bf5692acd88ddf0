"""What one does in a conversation of the page: write in threads, mention, edit, take back, attach; by mouse or keys."""

import csv
from datetime import date, timedelta

from playwright.sync_api import expect

from bot.intake.orders import read_orders
from playground.demo import scenes
from playground.demo.stage import Stage
from playground.page.samples import FOLDER, ORDERS, sample, sample_names
from tests.browser.visitor import Visitor
from tests.browser.window import Window

ANN, OMAR, RITA = (each.email for each in (scenes.ANN, scenes.OMAR, scenes.RITA))


def test_an_answer_in_a_thread_stands_below_what_it_answers_with_its_mention_as_a_chip(window: Window) -> None:
    window.is_now(scenes.RITA)
    window.page.locator("button.room").filter(has_text=scenes.REP_SPACE).click()
    window.says("Who takes this?")
    expect(window.messages.filter(has_text="Who takes this?").locator(".chip")).to_have_text("@Set")
    escalation = window.messages.filter(has_text=scenes.PIAS_LATE_ORDER).first
    escalation.get_by_role("button", name="Reply in thread").focus()
    window.page.keyboard.press("Enter")
    expect(window.page.get_by_text("In the thread of")).to_be_visible()
    window.says("I look at it")
    expect(window.page.locator(".message:not(.reply) ~ .message.reply").filter(has_text="I look at it")).to_be_visible()
    newest = window.messages.last
    expect(newest).not_to_contain_text("I look at it")
    reply = window.page.locator(".message.reply").filter(has_text="I look at it")
    reply.get_by_role("button", name="Edit").focus()
    window.page.keyboard.press("Enter")
    window.says("I am on it")
    expect(window.page.locator(".message.reply").filter(has_text="I am on it")).to_be_visible()


def test_a_file_is_attached_looked_at_again_and_removed(window: Window) -> None:
    window.page.locator(".attaching summary").click()
    window.page.get_by_role("button", name="orders.csv", exact=True).click()
    attached = window.page.get_by_text("With orders.csv")
    expect(attached).to_be_visible()
    window.page.get_by_role("button", name="Remove").click()
    expect(attached).to_be_hidden()
    window.says("status")
    expect(window.page.locator(".message.mine .file")).to_have_count(0)


def test_the_keyboard_goes_on_from_where_it_was_pressed(window: Window) -> None:
    keys, now = window.page.keyboard, window.page.locator("#now")
    hour = window.page.get_by_role("button", name="+1 hour")
    expect(now).not_to_be_empty()
    before = now.inner_text()
    hour.focus()
    keys.press("Enter")
    expect(now).not_to_contain_text(before[: -len("00 Riyadh")])
    expect(hour).to_be_focused()
    window.card.get_by_role("button", name="Set Up Now", exact=True).focus()
    keys.press("Enter")
    window.sees("What is your role?")
    expect(window.messages.last).to_be_focused()
    keys.press("Tab")
    assert window.card.evaluate("card => card.contains(document.activeElement)")
    keys.press("Escape")
    expect(window.messages.last).to_be_focused()
    # On a phone: out of the menu, which closes behind whoever chose.
    window.page.set_viewport_size({"width": 375, "height": 740})
    menu = window.page.get_by_role("button", name="Menu")
    menu.click()
    window.page.get_by_role("navigation").get_by_role("button", name=scenes.OMAR.name).focus()
    keys.press("Enter")
    window.sees_that_it_is(scenes.OMAR)
    expect(menu).to_be_focused()


def test_the_keyboard_reaches_the_newest_card_without_crossing_the_old_ones(window: Window) -> None:
    window.presses("Set Up Now")
    window.sees("What is your role?")
    # The card before it may still be drawn again, as one that is done with.
    expect(window.messages.first.get_by_role("button", name="Set Up Now", exact=True)).to_have_count(0)
    keys = window.page.keyboard
    window.page.get_by_role("log").focus()
    keys.press("Tab")
    assert window.card.evaluate("card => card.contains(document.activeElement)")
    window.page.get_by_role("log").focus()
    keys.press("ArrowUp")
    keys.press("ArrowUp")
    assert window.messages.first.evaluate("each => each === document.activeElement")
    window.page.locator("body").evaluate("() => document.getElementById('skip').focus()")
    keys.press("Enter")
    expect(window.page.get_by_role("textbox", name="Message")).to_be_focused()


def test_ones_own_words_are_edited_and_taken_back_and_nobody_elses(stage: Stage, visitor: Visitor) -> None:
    assert visitor.tells("/page/say", text="helo", **{"as": ANN, "in": "bot"}).status_code == 204
    own = next(each for each in visitor.room(ANN)["messages"] if each["isMine"])
    assert visitor.tells("/page/edit", message=own["id"], text="help", **{"as": ANN}).status_code == 204
    edited = next(each for each in visitor.room(ANN)["messages"] if each["isMine"])
    assert (edited["text"], edited["isEdited"]) == ("help", True)
    assert visitor.tells("/page/delete", message=own["id"], **{"as": OMAR}).status_code == 404
    assert visitor.tells("/page/delete", message=own["id"], **{"as": ANN}).status_code == 204
    assert next(each for each in visitor.room(ANN)["messages"] if each["isMine"])["isDeleted"]
    stage.timeline.settle()


def test_the_sample_orders_are_of_the_people_of_the_scene_and_start_when_the_scene_has_begun() -> None:
    cast = {each.email for each in scenes.CAST}
    for today in (date(2025, 1, 1), date(2026, 12, 16), date(2031, 7, 9)):
        for name in ORDERS:
            orders = read_orders(sample(name, today), name).orders
            assert len(orders) >= 3
            assert {person for order in orders for person in (order.contact, order.rep)} <= cast
            assert all(today < each.start_date < today + timedelta(days=60) or each.state.is_over for each in orders)
        for row in csv.DictReader(sample("orders.csv", today).decode().splitlines()):
            assert date.fromisoformat(row["ORDER SUBMIT DATE"]) < today


def test_the_other_samples_are_attached_as_they_stand_in_their_folder(visitor: Visitor) -> None:
    for name in sample_names():
        attached = visitor.asks(f"/page/sample/{name}").content
        assert name in ORDERS or attached == (FOLDER / name).read_bytes()
    assert visitor.asks("/page/sample/..%2Fworld.toml").status_code == 404
