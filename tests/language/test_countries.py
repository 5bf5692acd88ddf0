"""Countries: every usual name and code is known, what several have is asked about, and a slip is but a question."""

import csv
from pathlib import Path

import pytest

from bot.domain.places import countries_meant, country_named
from bot.errors import InvalidAnswer
from bot.language.countries import CODES, countries_by_name, countries_near, country_name, key_of
from bot.language.folders import LANGUAGES, words_of
from bot.language.texts import texts
from bot.language.typed import folded
from tests.tables import each_row

LINES = (Path(__file__).parents[1] / "data/country_slips.csv").read_text(encoding="utf-8").splitlines()
SLIPS = [tuple(row.values()) for row in csv.DictReader(LINES)]


@pytest.mark.parametrize(
    ("code", "names"),
    [
        (
            "SA",
            "KSA|ksa|K.S.A.|Saudi|SAU|Saudi Arabia|Arabie saoudite|السعودية|المملكة العربية السعودية",
        ),
        (
            "AE",
            "UAE|U.A.E.|Emirates|United Arab Emirates|ARE|Émirats arabes unis|الإمارات|الامارات العربية المتحدة",
        ),
        (
            "GB",
            "UK|U.K.|GBR|Great Britain|England|the United Kingdom|Royaume-Uni|Grande-Bretagne|المملكة المتحدة|بريطانيا",
        ),
        ("US", "USA|U.S.A.|US|United States|the United States of America|États-Unis|الولايات المتحدة|أمريكا"),
        ("NL", "Holland|The Netherlands|NLD|Pays-Bas|les Pays-Bas|Hollande|هولندا"),
        ("TR", "Turkey|Türkiye|TUR|Turquie|تركيا"),
        ("CZ", "Czechia|Czech Republic|République tchèque|Tchéquie|التشيك"),
        ("CI", "Ivory Coast|Cote d'Ivoire|Côte d’Ivoire|COTE D IVOIRE|ساحل العاج"),
        ("KR", "South Korea|Republic of Korea|Korea, Republic of|KOR|Corée du Sud|كوريا الجنوبية"),
        ("BA", "Bosnia|Bosnia and Herzegovina|Bosnia & Herzegovina|Bosnie|Bosnie-Herzégovine|البوسنة والهرسك"),
        ("LC", "St. Lucia|St Lucia|Saint Lucia|Sainte-Lucie"),
        ("MM", "Burma|Myanmar|Birmanie|ميانمار"),
        ("VN", "Vietnam|Viet Nam|VNM|فيتنام"),
        ("RU", "Russia|Russian Federation|the Russian Federation|Russie|روسيا"),
        ("LA", "Lao|Laos|LA|Lao People's Democratic Republic|لاوس"),
        ("CD", "DRC|DR Congo|Congo, The Democratic Republic of the|RDC|Congo-Kinshasa"),
        ("HK", "Hong Kong|Hongkong|Hong Kong SAR China|HKG|هونغ كونغ"),
        ("PS", "Palestine|State of Palestine|فلسطين"),
        ("MA", "Morocco|le Maroc|Maroc|المغرب"),
        ("SZ", "Swaziland|Eswatini"),
        ("MK", "Macedonia|North Macedonia|Macédoine du Nord"),
        ("GB", "Scotland|Écosse|اسكتلندا|Wales|Pays de Galles|ويلز|Northern Ireland|Irlande du Nord|R.-U.|Angleterre"),
        ("US", "U S A|É.-U.|EUA|Amérique|America|الولايات المتحدة الأمريكية|the States"),
        ("SA", "K S A|SaudiArabia|Kingdom of Saudi Arabia|العربية السعودية|السعودية العربية|l'Arabie saoudite"),
        ("GN", "Guinea|Guinée|غينيا|Guinea Conakry|Guinée-Conakry"),
        ("GE", "Georgia|Géorgie|جورجيا"),
        ("CZ", "Czech|Czechia|Tchequie|جمهورية التشيك"),
        ("KR", "S. Korea|Korea South|Korea (South)|ROK|Rep. of Korea|Corée du Sud|جمهورية كوريا"),
        ("KP", "DPRK|N. Korea|North Korea|Corée du Nord|كوريا الشمالية"),
        ("CD", "Congo RDC|RD Congo|جمهورية الكونغو الديمقراطية|Congo-Kinshasa"),
        ("DE", "Germany|Allemagne|ألمانيا|المانيا|Deutschland"),
        ("SY", "Syria|Syrie|سوريا|سورية"),
        # As those call them whose languages we do not speak.
        ("RO", "Rumänien|Rumania|România"),
        ("AT", "Österreich|Oostenrijk|Avusturya"),
        ("HU", "Ungarn|Hungría|Magyarország|Macaristan"),
        ("CN", "中国|P.R. China|Çin"),
        ("JP", "日本|Japón|Japonya"),
        ("KR", "대한민국|Südkorea|Güney Kore"),
        ("GR", "Ελλάδα|Griechenland|Yunanistan"),
        ("US", "Estados Unidos|EEUU|EE.UU.|Vereinigte Staaten"),
        ("ZA", "Südafrika|Sudáfrica|Güney Afrika"),
        ("CZ", "Czech Rep.|Česko|Tschechien"),
        ("PS", "Gaza|West Bank|غزة|الضفة الغربية|Territoires palestiniens"),
    ],
)
def test_every_usual_name_and_code(code: str, names: str) -> None:
    assert {name: country_named(name) for name in names.split("|")} == dict.fromkeys(names.split("|"), code)


@each_row("code", sorted(CODES))
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_we_call_a_country_is_known_as_it(code: str, language: str) -> None:
    assert country_named(country_name(code, texts(language))) == code
    assert country_named(code.lower()) == code


@pytest.mark.parametrize(
    ("words", "countries"),
    [
        ("Korea", {"KR", "KP"}),
        ("Corée", {"KR", "KP"}),
        ("كوريا", {"KR", "KP"}),
        ("Congo", {"CD", "CG"}),
        ("the Virgin Islands", {"VG", "VI"}),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_name_of_several_is_asked_about_with_all_of_them(words: str, countries: set[str], language: str) -> None:
    with pytest.raises(InvalidAnswer) as asked:
        country_named(words)

    t = texts(language)
    sentence = t(asked.value.text, **asked.value.values)
    assert all(country_name(code, t) in sentence for code in countries)


def test_a_slip_is_a_question_and_what_is_no_country_is_none() -> None:
    """The threshold was chosen so: every slip finds what was meant, before anything else."""
    unknown = [(written, meant) for written, meant in SLIPS if key_of(written) not in countries_by_name()]
    assert unknown == SLIPS
    assert [written for written, meant in SLIPS if meant and countries_near(written)[0] != meant] == []
    # Arabic and Arabia are near to Arabie, and the Arabic for Europe to that for Aruba: a question each, no answer.
    asked = [written for written, meant in SLIPS if not meant and countries_near(written)]
    assert asked == ["Arabic", "أوروبا", "Arabia"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Dubai, UAE", ["AE"]),
        ("Riyadh, SA", ["SA"]),
        ("UK (England)", ["GB"]),
        ("Georgia, USA", ["GE", "US"]),
        ("Taiwan, China", ["TW", "CN"]),
        ("الرياض، السعودية", ["SA"]),
        ("UAE dubai", ["AE"]),
        ("riyadh ksa", ["SA"]),
        ("Seoul Korea", ["KP", "KR"]),
        ("الرياض السعودية", ["SA"]),
        ("French Guyana", ["GF"]),
        ("Not yet - no", []),
        ("here we are", []),
        ("Contoso, Riyadh", []),
    ],
)
def test_a_country_beside_something_else_is_asked_about(written: str, meant: list[str]) -> None:
    assert list(countries_meant(written)) == meant
    with pytest.raises(InvalidAnswer):
        country_named(written)


@pytest.mark.parametrize(
    ("written", "code"), [("🇸🇦", "SA"), ("🇫🇷 ", "FR"), ("سعودية", "SA"), ("كويت", "KW"), ("مغرب", "MA")]
)
def test_a_flag_and_a_name_without_its_article(written: str, code: str) -> None:
    assert country_named(written) == code
    assert "مانيا" not in countries_by_name()


def test_saudia_is_not_sudan() -> None:
    with pytest.raises(InvalidAnswer) as asked:
        country_named("Saudia")

    assert texts("en")(asked.value.text, **asked.value.values) == (
        "Unknown country or region. Did you mean Saudi Arabia?"
    )


def test_no_word_of_ours_means_two_things() -> None:
    said = [each for language in LANGUAGES for each in words_of(language)["countries"].items()]
    meant = [(folded(word), code) for code, words in said for word in words]
    assert len(dict(meant)) == len(set(meant))
    assert all(countries_by_name().values())


@pytest.mark.parametrize(
    ("written", "code"),
    [("France (FR)", "FR"), ("SA – Saudi Arabia", "SA"), ("DE/Germany", "DE")],
)
def test_a_country_with_its_code_beside_it_is_that_country(written: str, code: str) -> None:
    assert country_named(written) == code


@pytest.mark.parametrize("written", ["Paris (FR)", "France - Germany", "FR (Germany)", "FR/DE"])
def test_a_code_beside_something_else_is_not_taken(written: str) -> None:
    with pytest.raises(InvalidAnswer):
        country_named(written)
