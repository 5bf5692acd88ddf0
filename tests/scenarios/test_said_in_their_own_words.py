"""People answer as they talk: politely, with other words around the answer, correcting themselves, all in one line."""

import pytest

from tests.staging.actors import Actor, bare
from tests.staging.stage import Stage
from tests.staging.stories import CONTOSO, at_nine, at_service_setup, begun

ROLE, OWNER, ADMIN = "What is your role?", "Who will set up the services?", "Customer administrator"


def asked_for_a_role(stage: Stage, ann: Actor) -> None:
    stage.import_orders(CONTOSO)
    at_nine(stage)
    ann.says("set up now")
    assert ann.title == ROLE


def test_words_beside_an_answer_do_not_hide_it(stage: Stage, ann: Actor) -> None:
    asked_for_a_role(stage, ann)
    for partner in (
        "I’m a partner",
        "the first one",
        "option 1",
        "One.",
        "je suis partenaire",
        "أنا شريك",
        "الأول",
        "#1",
        "الخيار الأول",
        "الأولى من فضلك",
    ):
        ann.says(partner)
        assert ann.title == OWNER, partner
        ann.says("back")
    for nothing in (
        "partner or customer?",
        "is it the customer?",
        "not the customer",
        "I don’t know",
        "option 3",
        "yes",
        "the",
        "the two",
        "Les deux !",
        "one second, please",
        "une seconde svp",
        "ثانية من فضلك",
        "الاثنان",
    ):
        ann.says(nothing)
        assert ann.title == ROLE, nothing
    assert "To ask a Cisco representative" in ann.says("which one is better?").sees


def test_a_role_is_only_what_somebody_says_of_themselves(stage: Stage, ann: Actor) -> None:
    asked_for_a_role(stage, ann)
    partner = (
        "the customer is Contoso, we are their partner",
        "le client c'est Contoso, nous sommes le partenaire",
        "العميل كونتوسو ونحن الشريك",
        "I am a partner, the customer is Contoso",
        "I'm the partner at Northwind",
        "it's for a customer",
        "pour un client",
        "لعميل",
        "reseller / partner",
        "ana el partner",
    )
    customer = ("for our own company", "pour ma propre entreprise", "لشركتنا", "we are the end user", "٢ لو سمحت")
    for words, title in (*((each, OWNER) for each in partner), *((each, ADMIN) for each in customer)):
        ann.says(words)
        assert ann.title == title, words
        ann.says("back")
    for nothing in (
        "our client is Contoso",
        "يعني إيه عميل",
        "notre partenaire est Northwind",
        "we sell it to the customer",
        "partner and customer",
        "the customer's name is wrong",
        "how much is the license per user",
        "are my answers saved",
        "I want to cancel the contract",
    ):
        ann.says(nothing)
        assert ann.title == ROLE, nothing
    assert "To ask a Cisco representative, type rep and your words." in ann.sees
    ann.says("partner").says("explique-moi")
    assert ann.title == OWNER


def test_talk_is_no_address_and_no_name_that_only_one_order_can_have(stage: Stage, ann: Actor) -> None:
    at_service_setup(stage, ann)
    ann.says("organization settings")
    ann.says("what's a subdomain")
    assert ann.sees.startswith("Subdomain: A short name for the whole organization.")
    for said, shown in (
        ("you choose", "contosodentalgroup"),
        ("keep it", "contosodentalgroup"),
        ("is it available", "is it available"),
        ("whatever", "whatever"),
        ("hmm", "hmm"),
        ("contoso please", "contoso"),
    ):
        ann.says(said)
        assert ann.title == "Organization settings", said
        assert f"Subdomain: {shown}.calls" in bare(ann.card.words), said
    ann.says("contoso2026")
    assert ann.title == "Subscription details"


def test_words_beside_an_address_do_not_hide_it(stage: Stage, ann: Actor) -> None:
    asked_for_a_role(stage, ann)
    for given in (
        "My email is ann@northwind.example.com.",
        "mon mail, c’est ann@northwind.example.com",
        "بريدي ann@northwind.example.com",
    ):
        ann.says("customer").says("not ann@northwind.example.com")
        assert ann.title == ADMIN
        for no_address in ("oui", "same as mine"):
            ann.says(no_address)
            assert "Enter an email address" in ann.sees
            assert no_address not in bare(ann.card.words)
        ann.says(given)
        assert ann.title == "Customer organization", given
        ann.says("go back please").says("retour en arrière, svp")
        assert ann.title == ROLE


def test_who_corrects_themselves_is_led_back_and_on(stage: Stage, ann: Actor) -> None:
    asked_for_a_role(stage, ann)
    ann.says("partner").says("No, I meant customer")
    assert ann.title == ADMIN
    ann.says("pardon, je voulais dire partenaire !")
    assert ann.title == OWNER
    ann.says("لا، أقصد عميل")
    assert ann.title == ADMIN
    ann.says("no thanks")
    assert "Enter an email address" in ann.sees


def test_an_answer_that_corrects_itself_is_what_was_meant(stage: Stage, ann: Actor) -> None:
    asked_for_a_role(stage, ann)
    for customer in (
        "partner, I mean Customer",
        "no I'm a customer",
        "non client",
        "شريك، لا قصدي عميل",
        "I'm the end user",
    ):
        ann.says(customer)
        assert ann.title == ADMIN, customer
        ann.says("back")
    for before, corrected, title in (
        ("partner", "no wait, I'm the customer", ADMIN),
        ("partner", "je suis le client", ADMIN),
        ("partner", "أنا العميل", ADMIN),
        ("customer", "sorry, actually partner", OWNER),
        ("customer", "I'm the partner", OWNER),
    ):
        ann.says(before).says(corrected)
        assert ann.title == title, corrected
        ann.says("back")
    ann.says("customer, sorry no, partner")
    for mine in (
        *("I'll set it up", "yes, me", "oui c moi", "أنا بسويها", "me, the customer is busy"),
        *("I'll do the setup", "we'll handle the setup", "je m'occupe de la configuration", "سنقوم بالإعداد"),
    ):
        assert ann.title == OWNER
        ann.says(mine)
        assert ann.title == "Your partner organization", mine
        ann.says("back")
    for nobody in (
        *("I won't do the setup", "who will do the setup?"),
        *("je ne ferai pas la configuration", "لن أقوم بالإعداد"),
    ):
        ann.says(nobody)
        assert ann.title == OWNER, nobody
    ann.says("actually, the customer")
    assert ann.title == "The customer will set up"
    ann.says("back").says("me").says("non, en fait mon collègue")
    assert ann.title == "Who in your company will set up?"
    ann.says("I changed my mind, I'll do it myself")
    assert ann.title == "Your partner organization"
    ann.says("No, I meant: NorthWind Collab, Saudi Arabia, admin@northwind.example.com")
    assert ann.title == ADMIN
    ann.says("carla@contoso.example.com and dan@contoso.example.com")
    assert "These are several addresses" in ann.sees
    ann.says("it@contoso.example.com").says("next")
    assert "NorthWind Collab" in ann.sees, "as it was written"


@pytest.mark.parametrize(
    ("words", "role"),
    [
        ("in French, please", "Quel est votre rôle"),
        ("parlez-vous français ?", "Quel est votre rôle"),
        ("بالعربي لو سمحت", "ما دورك"),
        ("can you speak arabic?", "ما دورك"),
    ],
)
def test_a_language_is_asked_for_in_any(stage: Stage, ann: Actor, words: str, role: str) -> None:
    asked_for_a_role(stage, ann)
    ann.says(words)
    assert role in ann.title


def test_one_line_fills_a_form_where_it_has_as_many_values(stage: Stage, ann: Actor) -> None:
    begun(stage, ann)
    ann.says("Northwind Collab, Inc, Saudi Arabia, ann@northwind.example.com")
    assert "I can't tell which answers these are" in ann.sees
    ann.says("Northwind Collab، Saudi Arabia، ann@northwind.example.com")
    assert ann.title == ADMIN


@pytest.mark.parametrize(
    "form",
    [
        "Company: Harbour\nCountry: KSA\nAdmin: it@northwind.example.com",
        "Entreprise : Harbour\nPays : Arabie saoudite\nMail : it@northwind.example.com",
        "الشركة: Harbour\nالبلد: السعودية\nالمسؤول: it@northwind.example.com",
    ],
)
def test_a_label_is_known_by_one_of_its_words_or_what_people_call_it_for_short(
    stage: Stage, ann: Actor, form: str
) -> None:
    begun(stage, ann)
    ann.says(form)
    assert ann.title == ADMIN
    ann.says("back")
    assert "Harbour" in ann.card.words
    assert "it@northwind.example.com" in ann.card.words


@pytest.mark.parametrize(
    ("hello", "thanks"),
    [
        ("Hi!", "Thank you very much 🙏"),
        ("Bonjour", "Merci !"),
        ("السلام عليكم", "شكرًا جزيلًا"),
        ("bjr", "Merci bcp"),
        ("salam", "shukran"),
        ("شلونك", "يعطيكم العافية"),
    ],
)
def test_a_greeting_is_returned_and_thanks_are_taken(
    stage: Stage, ann: Actor, rita: Actor, hello: str, thanks: str
) -> None:
    begun(stage, ann)
    at = ann.title
    ann.says(hello)
    assert ann.sees.startswith("Hello. I help to set up Webex orders.")
    ann.says(thanks)
    assert ann.sees.startswith("You are welcome.")
    assert ann.title == at
    rita.says_in_space("/reply 90417263 It is the second one.")
    ann.says(thanks)
    assert thanks.split()[0] in stage.world.transcript(stage.space)[-1].words
    assert "your message goes to the Cisco representatives" in ann.sees
