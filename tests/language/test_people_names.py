"""Names of people are found however somebody writes them, and no other name is taken for them."""

import re

from bot.language.people_names import spellings
from tests.tables import each_row

SAME = (
    ("Élodie Lefèvre", "ÉLODIE LEFÈVRE"),
    ("Élodie Lefèvre", "Elodie Lefevre"),
    ("Élodie Lefèvre", "E\u0301lodie Lefe\u0300vre"),
    ("Élodie Lefèvre", "Lefèvre, Élodie"),
    ("Elodie Lefevre", "Élodie\u00a0Lefèvre"),
    ("Jean-Luc de Rényi", "JEAN-LUC DE RENYI"),
    ("Jean-Luc de Rényi", "de Rényi Jean-Luc"),
    ("Ana María Núñez", "Nunez, Ana Maria"),
    ("عمر الحدّاد", "عمر الحداد"),
    ("عمر الحداد", "بعمر الحدّاد"),
    ("أحمد يحيى", "ولاحمد يحيي"),
)
OTHERS = (
    ("Élodie Lefèvre", "Mélodie Lefèvre"),
    ("Élodie Lefèvre", "Élodie Lefèvres"),
    ("Élodie Lefèvre", "Élodie et Lefèvre"),
    ("Élodie Lefèvre", "elodie.lefevre"),
    ("عمر الحداد", "معمر الحداد"),
    ("عمر الحداد", "عمر الحدادي"),
)


def is_in(name: str, words: str) -> bool:
    return re.search(spellings(name), words, re.IGNORECASE) is not None


@each_row("name, words", SAME)
def test_the_same_name_is_found(name: str, words: str) -> None:
    assert is_in(name, f"Called {words}.")


@each_row("name, words", OTHERS)
def test_another_is_not(name: str, words: str) -> None:
    assert not is_in(name, f"Called {words}.")
