"""Whole stretches of orders by people who only type: in a hurry, in their own words, with questions in between."""

from bot.domain.orders import OrderState
from tests.staging.actors import Actor, bare
from tests.staging.rep_space import N, space
from tests.staging.stage import Stage
from tests.staging.stories import CONTOSO, CONTOSO_ORG, NORTHWIND_ORG, at_nine, invited


def talk(actor: Actor, *turns: tuple[str, str]) -> None:
    """Say each of the words, and see what they lead to: the heading of a card, or words of the newest message."""
    for words, seen in turns:
        actor.says(words)
        assert seen in bare(actor.sees), words


def test_a_partner_and_the_customer_administrator(stage: Stage, ann: Actor, rita: Actor) -> None:
    stage.import_directory(NORTHWIND_ORG, CONTOSO_ORG)
    invited(stage, ann)
    talk(
        ann,
        ("what is this??", "I am the Set Up Now bot"),
        ("hey there", "Hello."),
        ("ok lets do it 🚀", "What is your role?"),
        ("im a partner obv", "Who will set up the services?"),
        ("what?", "Provisioning contact: The person named on the order"),
        ("wait", "Take your time"),
        ("myself", "Your partner organization"),
        ("yes thats us", "Customer administrator"),
        ("what's an administrator?", "Administrator: The first person who can manage"),
        ("I don't know who that is", "To ask a Cisco representative, type rep"),
        ("carla@contoso", "Enter an email address"),
        ("sorry i meant carla@contoso.example.com", "Customer organization"),
        ("no idea", "Customer organization:"),
        ("yep", "Confirm customer and partner"),
        ("looks good", "Confirm customer and partner"),
        ("can someone call me?", "Your message goes to the Cisco representatives"),
    )
    assert stage.order(N).state is OrderState.STARTED


def test_a_colleague_who_takes_it_over_in_french(stage: Stage, ann: Actor, omar: Actor, rita: Actor) -> None:
    stage.import_directory(NORTHWIND_ORG, CONTOSO_ORG)
    stage.import_orders(CONTOSO.replace(",UTC,,", ",UTC,fr,"))
    at_nine(stage)
    talk(
        ann,
        ("c'est quoi ?", "Je suis le bot Configurer maintenant"),
        ("oui oui", "Quel est votre rôle"),
        ("revendeur", "Qui se charge de configurer"),
        ("pas moi", "Choisissez l’une des réponses"),
        ("c'est mon collègue omar qui va le faire", "dans votre entreprise"),
        ("omar@northwind.example.com", "En attente de votre collègue"),
        ("il a répondu ?", "La commande reste avec vous"),
    )
    talk(
        omar,
        ("attends", "Prenez votre temps"),
        ("plus tard", "Je vous rappellerai la commande"),
        ("ok je prends", "Votre organisation partenaire"),
        ("ouais c'est nous", "administrateur du client"),
        ("je ne sais pas", "suivi de votre message"),
        ("appelez-moi svp", "Votre message est transmis à l’équipe Cisco"),
        ("non carla@contoso.example.com", "Organisation cliente"),
    )
    assert "“appelez-moi svp”" in "".join(space(stage))
    assert stage.order(N).holder == omar.email


def test_a_partner_who_dictates_in_french(stage: Stage, ann: Actor, rita: Actor) -> None:
    stage.import_orders(CONTOSO.replace("A-FLEX-3", "A-FLEX").replace(",UTC,,", ",UTC,fr,"))
    at_nine(stage)
    talk(
        ann,
        ("il fait beau", "Je n’ai pas compris"),
        ("configurer", "Quel est votre rôle"),
        ("quitter", "Tout est enregistré"),
        ("bonjour je voudrais configurer ma commande", "Configurez votre commande Webex"),
    )
    ann.says("alors je suis le revendeur")
    talk(
        ann,
        ("c'est moi qui m'en occupe", "Votre organisation partenaire"),
        ("Northwind Collab, France, admin@northwind.example.com", "administrateur du client"),
        ("pas it@contoso.example.com", "Indiquez une adresse e-mail"),
        ("euh l'adresse c'est it@contoso.example.com", "Organisation cliente"),
        ("Contoso Dental Group, Inc., Arabie saoudite", "Confirmer le client et le partenaire"),
    )
    assert "Contoso Dental Group, Inc." in ann.sees


def test_a_customer_who_takes_it_over_in_arabic(stage: Stage, ann: Actor, carla: Actor, rita: Actor) -> None:
    stage.import_directory(NORTHWIND_ORG, CONTOSO_ORG)
    stage.import_orders(CONTOSO.replace(",UTC,,", ",UTC,ar,"))
    at_nine(stage)
    talk(
        ann,
        ("شو هذا؟", "أنا روبوت «الإعداد الآن»"),
        ("يلا", "ما دورك؟"),
        ("شريك", "من سيتولى إعداد الخدمات؟"),
        ("العميل هو اللي راح يسويه", "سيتولى العميل الإعداد"),
        ("carla@contoso.example.com", "يرجى تأكيد"),
        ("تمام", "يرجى تأكيد"),
        ("موافق", "الآن لدى العميل"),
    )
    talk(
        carla,
        ("طيب", "مسؤول العميل"),
        ("أيوه", "مؤسسة العميل"),
        ("ما أدري", "مؤسسة العميل: شركة العميل في Webex"),
        ("لا أعرف هذه المؤسسة", "إيقاف الإعداد؟"),
        ("نعم", "الإعداد متوقف"),
        ("الرياض، طريق الملك فهد ١", "لم أفهم ذلك"),
        ("بل أعرفها", "مؤسسة العميل"),
    )
    assert stage.order(N).state is OrderState.STARTED
