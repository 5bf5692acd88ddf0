"""In a letter count the writer's own words, and not what is quoted, nor the greeting and the signature."""

from bot.language.own_words import own_words
from tests.tables import each_row

LETTERS = (
    "partner",
    "> What is your role?\n\npartner",
    "> On Mon, 2 Mar 2026, Set Up Now wrote:\n> What is your role?\npartner",
    "On Mon, 2 Mar 2026 at 09:00, Set Up Now <setup@webex.bot> wrote:\n> What is your role?\n\npartner",
    "On Mon, 2 Mar 2026 at 09:00, Set Up Now of Northwind <setup@webex.bot>\nwrote:\n\n> What is your role?\npartner",
    "partner\n\n> What is your role?\n> 1. I am a partner",
    "partner\n-----Original Message-----\nFrom: Set Up Now\nWhat is your role?",
    "Le lun. 2 mars 2026, Set Up Now a écrit :\n> Quel est votre rôle ?\n\npartner",
    "كتب Set Up Now:\n> ما دورك؟\n\npartner",
    "Hi,\n\npartner\n\nBest regards,\nAnn Archer\nCustomer Success, Northwind\n+966 11 234 5678",
    "Dear Cisco team,\npartner\nRegards, Ann",
    "Bonjour,\npartner\n\nBien cordialement,\nInès Martin",
    "السلام عليكم\npartner\n\nمع أطيب التحيات،\nعمر",
    "partner\n-- \nAnn Archer",
    "partner\n\nSent from my iPhone",
    "partner\nEnvoyé de mon iPhone",
    "partner\nThanks!",
)
QUOTATIONS = ("> yes", "> yes\n> no", "On Monday Ann wrote:\n> yes", " > oui\n\n>  non")
KEPT = ("Thanks", "Hello", "Riyadh HQ\nKing Fahd Road 1\nRiyadh", "Hello Kitty Inc.\nSA", "5 > 3", "a --\nb")


@each_row("letter", LETTERS)
def test_a_letter_says_what_its_writer_says(letter: str) -> None:
    assert own_words(letter) == "partner"


@each_row("quotation", QUOTATIONS)
def test_who_only_quotes_says_nothing(quotation: str) -> None:
    assert own_words(quotation) == ""


@each_row("words", KEPT)
def test_what_is_no_letter_stays(words: str) -> None:
    assert own_words(words) == words
