"""Mail: a contact who is not on Webex gets the same words by mail, and a code that makes them the order's person."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from bot.clock import SystemClock
from bot.delivery.mail import SmtpMail
from bot.dispatch.commands import usual_word
from bot.domain.claim_codes import ALPHABET, digest, new_code
from bot.domain.escalations import Reason
from bot.domain.letters import Letter
from bot.errors import Unreachable
from bot.language.texts import texts
from playground.patience import PATIENCE
from tests.fakes.post_office import PostOffice
from tests.logged import logged_by
from tests.staging.actors import Actor
from tests.staging.ports import free_port
from tests.staging.stage import Stage
from tests.staging.stories import CONTOSO, at_nine

ALIAS = CONTOSO.replace("ann@northwind", "orders@northwind")


@pytest.fixture
def office() -> Iterator[tuple[PostOffice, str]]:
    office = PostOffice()
    with listening(office, enable_SMTPUTF8=False) as port:
        yield office, f"smtp://127.0.0.1:{port}"


@contextmanager
def listening(office: PostOffice, host: str = "127.0.0.1", **more: Any) -> Iterator[int]:
    """Let a post office have a port, and be reached there."""
    port = free_port()
    controller = Controller(office, hostname=host, port=port, ready_timeout=PATIENCE, **more)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


@pytest.fixture
def post(office: tuple[PostOffice, str]) -> PostOffice:
    return office[0]


@pytest.fixture
def stage(tmp_path: Path, office: tuple[PostOffice, str]) -> Iterator[Stage]:
    start = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
    with Stage(tmp_path, start, SMTP_URL=office[1], MAIL_FROM="setup-now@cisco.example.com") as stage:
        yield stage


def code_in(letter: EmailMessage) -> str:
    found = re.search(rf"[{ALPHABET}]{{5}}-[{ALPHABET}]{{5}}", body_of(letter))
    assert found
    return found[0]


def body_of(letter: EmailMessage) -> str:
    plain = letter.get_body(("plain",))
    assert plain
    return str(plain.get_content())


def test_a_contact_off_webex_gets_the_same_words_by_mail_and_the_reps_a_task(
    stage: Stage, post: PostOffice, rita: Actor
) -> None:
    stage.import_orders(ALIAS)
    at_nine(stage)

    [letter] = post.letters
    assert letter["To"] == "orders@northwind.example.com"
    assert letter["From"] == "Set Up Now <setup-now@cisco.example.com>"
    assert letter["Date"].datetime == stage.clock.now()
    assert letter["Subject"] == "Set up your Webex order 90417263"
    assert "Contoso Dental Group" in body_of(letter)
    assert stage.me.email in body_of(letter)
    [card] = stage.cards_in_space()
    assert "cannot be reached" in card
    assert "A mail with a claim code is on its way" in card


def test_whoever_types_the_code_becomes_the_orders_person(
    stage: Stage, post: PostOffice, rita: Actor, zoe: Actor
) -> None:
    stage.import_orders(ALIAS)
    at_nine(stage)
    code = code_in(post.letters[0])

    zoe.says(f"claim {code.lower().replace('-', ' ')}")
    assert zoe.title == "Set up your Webex order"
    assert len(zoe.answers) == 1, "one card, not an answer and an invitation"
    assert stage.order("90417263").holder == zoe.email
    with stage.bot.store.reading() as uow:
        assert uow.escalations.get("90417263") is None
    zoe.presses("Set Up Now")
    assert zoe.title == "What is your role?"

    # From here on reminders go to her, and the code is used up.
    stage.go_to(datetime(2026, 3, 3, 9, tzinfo=UTC))
    assert "6 days left" in zoe.sees
    other = stage.person("eve@elsewhere.example.org", "Eve")
    other.says(f"claim {code}")
    assert "I don't know that code" in other.sees


def test_a_code_works_once_for_the_one_to_whom_it_was_mailed_as_well(stage: Stage, post: PostOffice) -> None:
    stage.import_orders(ALIAS)
    at_nine(stage)
    orders = stage.person("orders@northwind.example.com", "Orders")
    for answer in ("Set up your Webex order", "I don't know that code, or it was used"):
        orders.says(f"claim {code_in(post.letters[0])}")
        assert orders.sees.startswith(answer)


def test_a_code_expires(stage: Stage, post: PostOffice, zoe: Actor) -> None:
    stage.import_orders(ALIAS.replace("A-FLEX-3", "A-WX"))
    at_nine(stage)
    stage.wait(days=14)
    zoe.says(f"claim {code_in(post.letters[0])}")
    assert "older than 14 days" in zoe.sees


def test_a_code_is_worth_nothing_once_the_order_has_ended_or_is_somebody_elses(
    stage: Stage, post: PostOffice, ada: Actor, zoe: Actor
) -> None:
    stage.import_orders(ALIAS, ALIAS.replace("90417263", "90417310"))
    at_nine(stage)
    codes = {str(letter["Subject"])[-8:]: code_in(letter) for letter in post.letters}
    ada.says("/order cancel 90417263").says("Cancel the order")
    stage.import_orders(CONTOSO.replace("90417263", "90417310"))
    for number, code in codes.items():
        zoe.says(f"claim {code}")
        assert "I don't know that code" in zoe.sees
        assert stage.order(number).holder != zoe.email


def test_guessing_is_slowed_down(stage: Stage, post: PostOffice, zoe: Actor) -> None:
    stage.import_orders(ALIAS)
    at_nine(stage)
    for _each in range(5):
        zoe.says(f"claim {new_code()}")
        stage.wait(minutes=1)
    zoe.says(f"claim {code_in(post.letters[0])}")
    assert "try again in an hour" in zoe.sees

    stage.wait(hours=1, seconds=1)
    zoe.says(f"claim {code_in(post.letters[0])}")
    assert zoe.title == "Set up your Webex order"


def test_the_code_is_nowhere_but_in_the_letter(stage: Stage, post: PostOffice) -> None:
    stage.import_orders(ALIAS)
    at_nine(stage)
    code = code_in(post.letters[0])

    with stage.bot.store.reading() as uow:
        assert uow.claim_codes.get(digest(code))
    assert code.encode() not in stage.database.read_bytes()


def test_the_code_is_in_no_letter_that_waits(stage: Stage, post: PostOffice, zoe: Actor) -> None:
    post.refuses = ["451 try later"]
    stage.import_orders(ALIAS)
    at_nine(stage)
    before = stage.database.read_bytes()
    for _each in range(4):
        stage.wait(minutes=5)

    code = code_in(post.letters[0])
    assert b"claim" in before
    # In the middle of other letters it is part of a signature, which may look like one.
    assert not re.search(rf"(?<![\w-])[{ALPHABET}]{{5}}-[{ALPHABET}]{{5}}(?![\w-])".encode(), before)
    zoe.says(f"claim {code}")
    assert zoe.title == "Set up your Webex order"


@pytest.mark.parametrize(
    ("language", "direction", "subject"),
    [("en", "ltr", "Set up your Webex order"), ("ar", "rtl", "إعداد طلبك"), ("fr", "ltr", "Configurez votre commande")],
)
def test_a_letter_is_in_the_language_of_the_order(
    stage: Stage, post: PostOffice, language: str, direction: str, subject: str
) -> None:
    stage.import_orders(ALIAS.replace(",SA,UTC,,", f",SA,UTC,{language},"))
    at_nine(stage)
    [letter] = post.letters
    assert letter["Content-Language"] == language
    assert subject in letter["Subject"]
    t = texts(language)
    typed = f"{usual_word('claim', t)} {t.isolate(code_in(letter))}"
    assert typed in body_of(letter)
    page = letter.get_body(("html",))
    assert page
    assert f'<html lang="{language}" dir="{direction}">' in page.get_content()
    assert typed in page.get_content()


def test_a_mail_server_that_is_busy_is_tried_again_with_the_same_letter(stage: Stage, post: PostOffice) -> None:
    post.refuses = ["451 try later"] * 6
    stage.import_orders(ALIAS)
    at_nine(stage)
    assert post.letters == []
    for _each in range(6):
        stage.wait(hours=1)

    [letter] = post.letters
    assert letter["Message-ID"].endswith("@cisco.example.com>")


def test_a_server_that_refuses_us_as_a_sender_loses_no_letter(stage: Stage, post: PostOffice) -> None:
    post.refuses_us = ["550 5.7.1 your address is blocked", "530 5.7.0 authentication required"]
    stage.import_orders(ALIAS)
    at_nine(stage)
    assert post.letters == []
    for _each in range(2):
        stage.wait(minutes=5)
    assert len(post.letters) == 1


@pytest.mark.parametrize("farewell", ["421 closing", "500 unknown command"])
def test_no_word_of_a_server_that_has_the_letter_has_it_sent_again(
    stage: Stage, post: PostOffice, rita: Actor, farewell: str
) -> None:
    post.farewell = farewell
    stage.import_orders(ALIAS)
    at_nine(stage)
    stage.wait(minutes=5)
    assert len(post.letters) == 1
    assert not any("came back" in each.words for each in stage.world.transcript(stage.space))


def test_a_crash_between_sending_and_noting_repeats_the_same_letter(stage: Stage, post: PostOffice) -> None:
    """Nothing is lost; what SMTP cannot promise, the Message-ID does: mail systems show the two as one."""
    stage.import_orders(ALIAS)
    stage.clock.move_to(stage.clock.now() + timedelta(hours=1))
    stage.bot.reminders.sweep()
    while stage.bot.workers.handling.next() or stage.bot.workers.posting.next():
        pass
    with stage.bot.store.unit_of_work() as uow:
        letter = uow.mails.lease(stage.bot.lifecycle.heartbeat.process.owner, stage.clock.now())
    assert letter
    with stage.bot.store.unit_of_work() as uow:
        assert uow.release_leases(stage.bot.lifecycle.heartbeat.process.owner) == 1

    stage.settle()
    [sent] = post.letters
    assert letter.message_id in sent["Message-ID"]


def test_a_mailbox_that_does_not_exist_is_given_up_and_noted(stage: Stage, post: PostOffice, ada: Actor) -> None:
    stage.import_orders(ALIAS.replace("orders@", "nobody@"))
    at_nine(stage)
    assert post.letters == []
    ada.says("/order 90417263")
    assert "The mail server refused the mail" in ada.sees
    told = stage.world.transcript(stage.space)[-1].words
    assert "nobody@northwind.example.com about order 90417263 came back (550: no such mailbox)" in told


def test_a_refused_mail_is_written_anew_with_a_code_that_works(
    stage: Stage, post: PostOffice, ada: Actor, zoe: Actor
) -> None:
    stage.import_orders(CONTOSO.replace("ann@", "nobody@"))
    at_nine(stage)
    ada.says("/dlq")
    assert "L1 · a mail to send" in ada.sees
    post.nobody_has_a_mailbox = True
    ada.says("/dlq retry L1").says("/dlq retry L1")

    [letter] = post.letters
    zoe.says(f"claim {code_in(letter)}")
    assert zoe.title == "Set up your Webex order"
    assert stage.order("90417263").holder == zoe.email


def test_a_colleague_off_webex_can_take_over_with_the_code(
    stage: Stage, post: PostOffice, ann: Actor, zoe: Actor
) -> None:
    stage.import_orders(CONTOSO)
    at_nine(stage)
    ann.presses("Set Up Now")
    ann.presses("Next", role="partner")
    ann.presses("Next", owner="colleague")
    ann.presses("Next", email="new@northwind.example.com")

    zoe.says(f"claim {code_in(post.letters[0])}")
    assert stage.order("90417263").holder == zoe.email
    assert "Zoe Zero has accepted order 90417263" in ann.sees
    zoe.presses("Resume")
    assert zoe.title == "Your partner organization"


def test_without_a_mail_server_the_task_stands_alone(tmp_path: Path) -> None:
    with Stage(tmp_path / "other", datetime(2026, 3, 2, 8, 0, tzinfo=UTC)) as stage:
        stage.import_orders(ALIAS)
        at_nine(stage)
        with stage.bot.store.reading() as uow:
            escalation = uow.escalations.get("90417263")
            assert escalation
            assert escalation.reason == Reason.UNDELIVERABLE
            assert uow.mails.next_due() is None


def test_a_domain_of_any_letters_is_written_to_as_mail_servers_know_it(
    stage: Stage, post: PostOffice, rita: Actor
) -> None:
    stage.import_orders(ALIAS.replace("orders@northwind.example.com", "orders@bücher.example"))
    at_nine(stage)

    [letter] = post.letters
    assert letter["To"] == "orders@xn--bcher-kva.example"


def test_a_name_that_a_server_cannot_be_told_is_tried_once(stage: Stage, post: PostOffice, rita: Actor) -> None:
    stage.import_orders(ALIAS.replace("orders@northwind.example.com", "aufträge@northwind.example.com"))
    at_nine(stage)

    assert not post.letters
    told = stage.world.transcript(stage.space)[-1].words
    assert "aufträge@northwind.example.com about order 90417263 came back" in told


def test_no_address_goes_into_the_log_when_a_server_repeats_it(
    stage: Stage, post: PostOffice, caplog: pytest.LogCaptureFixture
) -> None:
    post.refuses = ["451 <orders@northwind.example.com>: later", "550 5.1.1 <orders@northwind.example.com> is gone"]
    stage.import_orders(ALIAS)
    at_nine(stage)
    stage.wait(minutes=5)
    causes = [str(vars(each)["cause"]) for each in logged_by("bot.delivery.mail_relay", caplog)]
    assert causes == ["451: [address] later", "550: 5.1.1 [address] is gone"]


LETTER = Letter("M1", "ann@northwind.example.com", "Your order", "Hello", "en", "90417263")


def test_a_password_is_not_sent_to_a_server_without_tls() -> None:
    """Whoever is in between can take STARTTLS out of the server's answer."""
    post, sender = PostOffice(), "setup-now@cisco.example.com"
    with listening(post, "127.0.0.2") as port:
        mail = f"smtp://me:secret@127.0.0.2:{port}"
        with pytest.raises(Unreachable, match="no TLS"):
            SmtpMail(mail, sender, SystemClock()).send(LETTER)
        assert post.letters == []
        SmtpMail(mail.replace("me:secret@", ""), sender, SystemClock()).send(LETTER)
        assert len(post.letters) == 1, "without a password there is none to lose"


def test_a_password_that_is_refused_loses_no_letter() -> None:
    refusing: Any = {"authenticator": lambda *_: AuthResult(success=False, handled=False), "auth_require_tls": False}
    with listening(PostOffice(), **refusing) as port:
        mail = SmtpMail(f"smtp://me:secret@127.0.0.1:{port}", "setup-now@cisco.example.com", SystemClock())
        with pytest.raises(Unreachable, match="password"):
            mail.send(LETTER)
