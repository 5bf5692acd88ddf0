"""Time zones: by Windows' names, differences from UTC, cities, countries, and what they were called before."""

import pytest

from bot.domain.places import zone_named
from bot.errors import InvalidAnswer
from bot.language.folders import LANGUAGES
from bot.language.offsets import shown_zone
from bot.language.texts import Texts, all_texts, texts
from bot.language.zone_names import is_zone, places_of_tzdata, stands_for_all, zones_by_name


@pytest.mark.parametrize(
    ("zone", "names"),
    [
        (
            "Asia/Riyadh",
            "asia/riyadh|Riyadh|Arab Standard Time|Jeddah|Dammam|KSA|Riyadh time|الرياض|جدة|بتوقيت الرياض|Djeddah",
        ),
        ("Asia/Dubai", "Abu Dhabi|(UTC+04:00) Abu Dhabi, Muscat|Arabian Standard Time|UAE|أبو ظبي|Abou Dabi"),
        (
            "Asia/Kolkata",
            "Asia/Calcutta|Calcutta|Mumbai|Bangalore|New Delhi|India Standard Time|India|UTC+05:30|مومباي",
        ),
        (
            "America/New_York",
            "US/Eastern|EST|EDT|Eastern Time|Eastern Standard Time|New York|new_york|Boston|heure de l'Est",
        ),
        (
            "America/Los_Angeles",
            "Pacific Time|(UTC-08:00) Pacific Time (US & Canada)|PST|San Francisco|heure du Pacifique nord-américain",
        ),
        (
            "Europe/Berlin",
            "W. Europe Standard Time|CET|CEST|Munich|München|Köln|(UTC+01:00) Amsterdam2, Berlin, Rome|Francfort",
        ),
        ("Europe/Paris", "Romance Standard Time|Paris|heure de Paris|Lyon|باريس|Paris, France|باريس، فرنسا"),
        ("Asia/Seoul", "Seoul, Korea|Séoul, Corée du Sud"),
        ("Europe/London", "GMT Standard Time|BST|London|Manchester|Londres|لندن|GB"),
        ("Europe/Kyiv", "Europe/Kiev|Kiev|Kyiv|FLE Standard Time"),
        ("Africa/Cairo", "Egypt|Egypt Standard Time|Le Caire|القاهرة|Alexandria|مصر|توقيت القاهرة"),
        ("Asia/Kuwait", "(UTC+03:00) Kuwait; Riyadh|Kuwait|الكويت"),
        (
            "UTC",
            "UTC|Etc/UTC|GMT|Greenwich Mean Time|(UTC) Coordinated Universal Time|Temps universel coordonné|غرينتش",
        ),
        ("Etc/GMT-3", "UTC+3|utc +3|GMT+3|GMT+03:00|+03:00|+0300|(UTC+03:00)|UTC+٣|Etc/GMT-3"),
        ("America/Halifax", "Atlantic Time (Canada)"),
        ("America/Chicago", "Central Time (US & Canada)|(UTC-06:00) Central Time (US & Canada)"),
        ("Etc/GMT+5", "UTC-5|GMT-05:00|UTC−5"),
        ("Africa/Johannesburg", "SAST|Cape Town|South Africa Standard Time"),
        ("Asia/Ho_Chi_Minh", "Saigon|Asia/Saigon|Hanoi"),
        ("Asia/Shanghai", "Beijing|China Standard Time|PRC|Pékin|بكين"),
        ("Europe/Oslo", "Europe/Oslo|Oslo|Norway"),
        ("Europe/Vienna", "Wien|Vienna|Viena|Vienne|Wiedeń|فيينا|Вена|Graz"),
        ("Europe/Zurich", "Genève|Genf|Zurigo|جنيف|Neuchâtel"),
        ("America/Mexico_City", "Ciudad de México"),
        ("Africa/Algiers", "وهران|Oran|Alger"),
    ],
)
def test_a_zone_is_known_by_each_usual_name(zone: str, names: str) -> None:
    assert {name: zone_named(name) for name in names.split("|")} == dict.fromkeys(names.split("|"), zone)


@pytest.mark.parametrize(
    "words",
    [
        "Nowhere",
        "Portland (Maine)",
        "Paris (US)",
        "London, Ontario",
        "London, Canada",
        "UTC+15",
        "AST",
        "IST",
        "GMT-03:30",
        "United States",
        "soon",
        "localtime",
        "Factory",
        "قريبا",
        # Kyiv and Vienna in Persian, and "how" and "where" in Arabic.
        "كيف",
        "وين",
        "",
    ],
)
def test_what_is_none_or_one_of_several_is_not_guessed(words: str) -> None:
    with pytest.raises(InvalidAnswer, match="Unknown time zone"):
        zone_named(words)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Ryadh", "Riyadh"),
        ("Casablnca", "Casablanca"),
        ("Europe/Pariss", "Paris"),
        ("القاهرةة", "Cairo"),
    ],
)
def test_a_slip_is_a_question(written: str, meant: str) -> None:
    with pytest.raises(InvalidAnswer) as asked:
        zone_named(written)

    assert texts("en")(asked.value.text, **asked.value.values).endswith(f"Did you mean {meant}?")


@pytest.mark.parametrize("t", all_texts(), ids=LANGUAGES)
def test_what_is_shown_of_a_zone_leads_back_to_it(t: Texts) -> None:
    shown = {zone: t.zone(zone) for zone in [*sorted(places_of_tzdata()), "UTC", "Etc/GMT-3"]}
    assert [zone for zone, words in shown.items() if zone_named(words) != zone] == []


def test_a_zone_is_shown_by_its_city_in_the_language_of_the_reader() -> None:
    cities = {"ar": ("الرياض", "كالكتا"), "en": ("Riyadh", "Kolkata"), "fr": ("Riyad", "Calcutta")}
    for language, (riyadh, kolkata) in cities.items():
        t = texts(language)
        assert (t.zone("Asia/Riyadh"), t.zone("Asia/Kolkata"), t.zone("UTC")) == (riyadh, kolkata, "UTC")
    # Two places of tzdata are called Réunion and Dubai; neither is shown as the other.
    assert texts("en").zone("Asia/Dubai") == "Dubai"


def test_every_name_leads_to_a_zone_of_a_place() -> None:
    zones = set(zones_by_name().values()) | set(stands_for_all().values())
    assert all(map(is_zone, zones))
    assert "UTC" in zones
    assert len(places_of_tzdata() - zones) == 0


@pytest.mark.parametrize(
    ("zone", "shown"), [("Etc/GMT-3", "UTC+3"), ("Etc/GMT+5", "UTC-5"), ("Asia/Riyadh", "Asia/Riyadh"), ("UTC", "UTC")]
)
def test_a_difference_from_utc_is_shown_as_people_write_it(zone: str, shown: str) -> None:
    assert shown_zone(zone) == shown
    assert zone_named(shown) == zone
