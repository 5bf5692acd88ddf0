"""Code pages: files that are no UTF-8 come out in the letters that were meant, or are asked about by name."""

import re
from collections.abc import Sequence

import pytest

from bot.intake.code_pages import decoded_by_guess
from bot.intake.problems import UnreadableFile
from bot.language.texts import texts

HEADER = "WEB ORDER ID;ORDERED ITEM;REQUESTED START DATE;PROVISIONING CONTACT EMAIL;END CUSTOMER NAME\n"
ROW = "90417263;A-WX;2027-03-01;ann@northwind.example.com;{}\n"


def file_with(*names: str) -> str:
    return HEADER + "".join(map(ROW.format, names))


@pytest.mark.parametrize(
    ("page", "name", "customers"),
    [
        ("cp1252", "Windows-1252", ["Smørrebrød København", "Ærø Energi"]),
        ("cp1252", "Windows-1252", ["Société Générale"]),
        ("cp1252", "Windows-1252", ["L’Hôtel – Évian", "Straßenbau Größe"]),
        ("cp1252", "Windows-1252", ["ÉLECTRICITÉ DE FRANCE"]),
        ("cp1252", "Windows-1252", ["¿Qué? España S.A."]),
        ("cp1252", "Windows-1252", ["Contoso – North", "25°C Cooling"]),
        ("cp1252", "Windows-1252", ["Contoso “North” … »«", "Café"]),
        ("cp1256", "Windows-1256", ["شركة الواحة للتقنية"]),
        ("cp1256", "Windows-1256", ["مؤسسة النور", "Contoso Arabia (كونتوسو)"]),
        ("cp1256", "Windows-1256", ["بنك"]),
        ("iso8859_6", "ISO 8859-6", ["مجموعة عيادات الخليج"]),
        ("mac_roman", "Mac Roman", ["Café Crème", "Société Générale"]),
        ("cp850", "DOS 850", ["Société Générale"]),
        ("cp1250", "Windows-1250", ["Wrocław Kraków", "Łódź"]),
        ("cp1253", "Windows-1253", ["Ελλάδα Τηλεπικοινωνίες"]),
        ("cp1254", "Windows-1254", ["Kardeşler İnşaat"]),
        ("cp1251", "Windows-1251", ["Газпром"]),
        ("cp1255", "Windows-1255", ["בנק הפועלים"]),
        ("cp1257", "Windows-1257", ["Lietuvos paštas", "Jūratė Žukauskienė"]),
    ],
)
def test_the_letters_come_out_as_they_were_meant(page: str, name: str, customers: list[str]) -> None:
    text, remark = decoded_by_guess(file_with(*customers).encode(page))

    assert text == file_with(*customers)
    assert name in remark.say(texts("en")), "and people are told, with a word to see whether it is right"
    assert any(each in remark.say(texts("en")) for each in re.findall(r"\w*[^\x00-\x7f\W]\w*", text) or ["text"])


@pytest.mark.parametrize(
    ("page", "customers"), [("cp1254", ["Kardeşler"]), ("cp1250", ["Gőz Éva"]), ("mac_roman", ["Zürich"])]
)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_in_doubt_it_is_asked_by_name(page: str, customers: list[str], language: str) -> None:
    with pytest.raises(UnreadableFile) as asked:
        decoded_by_guess(file_with(*customers).encode(page))

    sentence = texts(language)(asked.value.text, **asked.value.values)
    assert "UTF-8" in sentence
    assert "Windows-125" in sentence


def test_the_whole_file_counts() -> None:
    plain = file_with(*["Contoso"] * 5_000)
    text, remark = decoded_by_guess((plain + file_with("Malmö Fjärrvärme")).encode("cp1252"))

    assert text.endswith("Malmö Fjärrvärme\n")
    assert remark.values["page"] == "Windows-1252"


# Names of people, companies and places by the page in which their country writes them.
LABELLED = {
    "cp1250": (
        *("Banca Transilvania Sucursala Braşov", "Ştefan Mureşan", "Ţepeş Logistică", "Fundaţia Sfântul Ioan", "Iaşi"),
        *("Mihăiţă Dănilă", "Societatea de Construcţii Bacău", "Pâinea Noastră", "Gheorghe Hagi şi Fiii", "Bănică"),
        *("Zagrebačka banka", "Građevinsko poduzeće Ćosić", "Šibenik", "Hrvatska pošta", "Čakovečki mlinovi", "Krš"),
        *("Kraš čokolada", "Županija Zadarska", "Sveučilište", "Łódzkie Zakłady", "Grażyna Dąbrowska", "Jędrzej"),
        *("Zakład Ubezpieczeń", "Świętokrzyskie", "Česká spořitelna", "Jiří Dvořák", "Šťastný", "Tomáš Kučera"),
        *("Kovács Ödön", "Debreceni Egyetem Központ", "Nagy Ágnes", "Hűtőipari Szőlőskert", "Tűzoltó"),
    ),
    "cp1251": ("Сбербанк", "Иванов Пётр", "Мегафон", "Щёлково", "Нафтогаз", "Київстар", "Їжак", "Българска поща"),
    "cp1252": (
        *("Électricité de France", "Hélène Lefèvre", "Noël Sœur", "Garçon", "Bâtiment Benoît", "Müller & Söhne"),
        *("Straßenbau Größe", "Zürich", "Österreich", "Bäckerei Schröder", "Compañía Española", "Ibáñez", "Ñandú"),
        *("São Paulo Telecomunicações", "João Gonçalves", "Açúcar", "Città di Forlì", "Perché no", "Åsa Sjöström"),
        *(
            "Smørrebrød",
            "Søren Kjær",
            "Jyväskylä",
            "Coöperatie",
            "Põltsamaa",
            "Þór Guðmundsson",
            "Financiën",
            "Übersee",
        ),
    ),
    "cp1253": ("Εθνική Τράπεζα", "Αλέξανδρος Παπαδόπουλος", "Θεσσαλονίκη", "Όμιλος"),
    "cp1254": ("Türk Hava Yolları", "Şişecam", "İş Bankası", "Ayşe Yılmaz", "Eczacıbaşı", "Çağdaş Holding", "Işık"),
    "cp1255": ("משה כהן", "תל אביב", "חברת החשמל"),
    "cp1256": ("شركة الاتصالات السعودية", "محمد العتيبي", "بنك الرياض", "مؤسسة قطر", "هيئة", "آل نهيان", "أرامكو"),
}
MOST_ASKED = 0.1


def test_of_names_from_everywhere_each_is_read_as_it_was_meant_or_asked_about() -> None:
    asked = []
    for page, names in LABELLED.items():
        for name in names:
            try:
                assert decoded_by_guess(file_of([name]).encode(page))[0] == file_of([name]), name
            except UnreadableFile:
                asked.append(name)
    assert len(asked) <= MOST_ASKED * sum(map(len, LABELLED.values())), asked


def test_what_else_a_name_could_be_is_shown_beside_it() -> None:
    _text, remark = decoded_by_guess(file_of(["Bydgoszcz", "Toruń"]).encode("cp1250"))
    assert remark.say(texts("en")) == (
        "Read as Windows-1250 text, because it is not UTF-8: “Toruń”, and not “Toruñ” as in Windows-1252. "
        "If that is wrong, save it as UTF-8."
    )


CENTRAL_EUROPE = (
    ("Škoda Plzeň", "Řezník Brno", "Žižkov s.r.o."),
    ("Győr Kft", "Hódmezővásárhely", "Szőlő"),
    ("Jana Dvořáková", "Petr Novák"),
    ("Čačak", "Niš"),
    ("Bydgoszcz", "Toruń"),
    ("Gdańsk", "Poznań", "Zażółć gęślą jaźń"),
    ("České Budějovice", "Příbram"),
    ("Łukasz i Żabka",),
)
AMBIGUOUS = (
    *(("Szűcs Bt", "hu"), ("Žičnice", "si"), ("limburgheză", "ro"), ("Đakovo", "hr"), ("Győri Keksz", "hu")),
    *(("Međimurje", "hr"), ("Râmnicu Vâlcea", "ro"), ("Hřebíček", "cz")),
)


def file_of(names: Sequence[str], domain: str = "a.example", country: str = "") -> str:
    rows = (f"9000000{n},A-WX,ann@{domain},2026-12-01,{name},{country}" for n, name in enumerate(names))
    return "\n".join(["WEB ORDER ID,ORDERED ITEM,CONTACT,REQUESTED START DATE,END CUSTOMER NAME,COUNTRY", *rows])


@pytest.mark.parametrize("names", CENTRAL_EUROPE)
def test_letters_of_central_europe_are_known_by_what_stands_beside_them(names: Sequence[str]) -> None:
    written = file_of(names)
    text, remark = decoded_by_guess(written.encode("cp1250"))
    assert text == written
    assert remark.values["page"] == "Windows-1250"


@pytest.mark.parametrize(
    "names",
    [("Crème Hélène", "Forêt"), ("São João", "Camões"), ("Høegh Bøe", "Færøerne"), ("Señor Muñoz",), ("Città già",)],
)
def test_letters_of_western_europe_stay_what_they_are(names: Sequence[str]) -> None:
    written = file_of(names)
    assert decoded_by_guess(written.encode("cp1252"))[0] == written


@pytest.mark.parametrize(("name", "domain"), AMBIGUOUS)
def test_where_letters_do_not_tell_the_addresses_do(name: str, domain: str) -> None:
    for written in (file_of([name], f"firma.{domain}"), file_of([name], country=domain.upper())):
        assert decoded_by_guess(written.encode("cp1250"))[0] == written


@pytest.mark.parametrize(
    ("page", "name", "domain"),
    [
        ("cp1251", "Москва", "ru"),
        ("cp1254", "Güneş Gıda", "com.tr"),
        ("cp1253", "Αθήνα", "gr"),
        ("cp1255", "חיפה", "co.il"),
    ],
)
def test_one_word_is_enough_where_the_addresses_tell(page: str, name: str, domain: str) -> None:
    written = file_of([name], f"firm.{domain}")
    assert decoded_by_guess(written.encode(page))[0] == written
