"""Arabic as it is written: its six plural forms, one word for one thing, and words to type that the bot knows."""

import re

import pytest

from bot.language.texts import texts
from tests.language.catalogues import fail_with, forms, is_known, said_in, source_of
from tools.texts import read

TO_TYPE = re.compile("(?:كتابة|، أو|ذلك|بكلمة) «([^«»{}]+)»")

# One word for one thing: what an Arabic sentence says wherever the English one does.
TERMS = {
    r"administrators?\b": "مسؤول",
    r"answers?\b": "إجاب|الرد|أجاب",
    r"billing": "الفوترة",
    r"\bbots?\b(?!})": "روبوت",
    r"\bcards?\b": "بطاق",
    r"country or region": "بلد",
    r"customers?\b(?!})": "عميل|عملاء",
    r"escalat": "صعيد",
    r"\bpartners?\b": "شريك|شركاء",
    r"organizations?\b": "مؤسس",
    r"\bprovisioned\b": "توفير|يُوفَّر|وفّرت",
    r"password": "كلم.{1,3} مرور|كلم.{1,3} المرور|تتضمن",
    r"representative": "ممثل",
    r"requested start date": "تاريخ البدء المطلوب",
    r"Set Up Now": "الإعداد الآن",
    r"\bspace\b": "مساحة",
    r"subdomain": "المجال الفرعي|مجال فرعي",
    r"subscription": "اشتراك",
    r"transfer code": "رمز النقل|رمز نقل",
}
# Forms by which only men are spoken to: a bare imperative, or "you want".
TO_MEN = re.compile(r"(?<!\w)[وف]?(?:اكتب|اضغط|اختر|خذ|قل|افتح|اسأل|خصّص|تريد|ترغب|تكتبه|أن تطلب)(?!\w)")
SLIPS = ("متوفر", "يتوفر", "المنظمة", "الزبون", "الرجاء", "إيميل", "ايميل", "كارت", "البوت", "مساحة العمل", "كلماتكم")


@pytest.mark.parametrize(
    ("n", "days", "left", "rows"),
    [
        (0, "لم تبقَ أيام", "لم تبقَ أيام حتى إغلاق بند الطلب", "لا صفوف"),
        (1, "بقي يوم واحد", "بقي يوم واحد حتى إغلاق بند الطلب", "صف واحد"),
        (2, "بقي يومان", "بقي يومان حتى إغلاق بند الطلب", "صفان"),
        (3, "بقيت 3 أيام", "بقيت 3 أيام حتى إغلاق بند الطلب", "3 صفوف"),
        (10, "بقيت 10 أيام", "بقيت 10 أيام حتى إغلاق بند الطلب", "10 صفوف"),
        (11, "بقي 11 يومًا", "بقي 11 يومًا حتى إغلاق بند الطلب", "11 صفًا"),
        (99, "بقي 99 يومًا", "بقي 99 يومًا حتى إغلاق بند الطلب", "99 صفًا"),
        (100, "بقي 100 يوم", "بقي 100 يوم حتى إغلاق بند الطلب", "100 صف"),
        (103, "بقيت 103 أيام", "بقيت 103 أيام حتى إغلاق بند الطلب", "103 صفوف"),
    ],
)
def test_arabic_counts_with_six_forms(n: int, days: str, left: str, rows: str) -> None:
    t = texts("ar")
    assert t.count("{n} day left", "{n} days left", n) == days
    line = "{n} day left until the order line closes", "{n} days left until the order line closes"
    assert t.count(*line, n) == left
    assert t.count("{n} row", "{n} rows", n) == rows


def test_each_of_the_six_forms_has_its_own_words() -> None:
    plurals = [message for message in read("ar") if isinstance(message.id, tuple)]
    fail_with([f"{each.id[0]!r}: {forms(each)}" for each in plurals if len(set(forms(each))) < 6])


def test_words_to_type_are_words_the_bot_knows() -> None:
    asked = [(word, words) for _message, words in said_in("ar") for word in TO_TYPE.findall(words)]
    fail_with([f"«{word}» is no command: {words!r}" for word, words in asked if not is_known(word)])


def test_women_are_spoken_to_as_men_are() -> None:
    fail_with([f"{found[0]}: {words!r}" for _message, words in said_in("ar") if (found := TO_MEN.search(words))])


def test_one_word_for_one_thing() -> None:
    fail_with(
        [
            f"{english} is {arabic}: {words!r} for {message.id!r}"
            for message, words in said_in("ar")
            for english, arabic in TERMS.items()
            if re.search(english, source_of(message)[0], re.IGNORECASE) and not re.search(arabic, words)
        ]
        + [f"{slip}: {words!r}" for _message, words in said_in("ar") for slip in SLIPS if slip in words]
    )
