"""What people mean who say yes, no or the like, in a hurry, politely, twice, or by a picture."""

from bot.language.answers import answer_meant, asked_for
from tests.tables import each_row

MEANT = {
    "yes": (
        "yesss!",
        "ouiii",
        "na3am",
        "Yes, that's right!",
        "yes thats us",
        "ok yes",
        "Oui, c'est bon",
        "نعم، صحيح",
        "yes please",
    ),
    "next": ("ok, next", "Next.", "suivant svp", "التالي"),
    "accept": (
        "c nous",
        "yalla",
        "هذي شركتنا",
        "ok lets do it 🚀",
        "👍🏽",
        "👍👍",
        "je m’en occupe",
        "ouais c'est nous",
        "يلا",
        "thats correct",
    ),
    "fine": (
        "okkkk",
        "c bon",
        "nickel",
        "ça joue",
        "تماااام",
        "أوك",
        "mashi",
        "all good",
        "d'accord merci",
        "كله تمام",
        "okay!",
    ),
    "no": ("c pas nous", "مش بتاعتنا", "no", "nope, not us", "non merci", "لا شكرا", "wrong"),
    "decline": ("no, not me", "pas moi", "لا أستطيع"),
    "": ("yes?", "no yes", "yes but call me first", "partner", "", "…", "ok, the second", "🙂"),
}
ASKED = {
    "what": (
        "what?",
        "What is this??",
        "huh",
        "I don’t understand",
        "no idea who that is",
        "c'est quoi ?",
        "شو هذا؟",
        "je sais pas",
        "jsp",
        "c koi",
        "ايش المطلوب مني",
    ),
    "rep": (
        "appelez moi au 06 12 34 56 78",
        "كلموني على ٠٥٠١٢٣٤٥٦٧",
        "call me",
        "Can someone call me, please?",
        "appelez-moi svp",
        "اتصلوا بي لو سمحت",
    ),
    "": ("what we need is 20 users", "whatever", "yes", "carla@contoso.example.com", "?"),
}


def rows(table: dict[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    return [(meaning, words) for meaning, said in table.items() for words in said]


@each_row("meaning, words", rows(MEANT))
def test_an_answer_is_understood_as_people_say_it(meaning: str, words: str) -> None:
    assert answer_meant(words) == meaning


@each_row("plea, words", rows(ASKED))
def test_who_does_not_understand_or_wants_to_be_called_is_heard(plea: str, words: str) -> None:
    assert asked_for(words) == plea
