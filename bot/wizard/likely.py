"""Likely answers: what somebody will most probably choose, judging by the order and its people."""

from collections.abc import Iterator

from bot.language.addresses import domain_of, is_free_mail
from bot.language.countries import is_country
from bot.language.folders import SOURCE_LANGUAGE, words_for
from bot.language.zones import country_of_zone
from bot.wizard.step import Situation

MOST_LIKELY = 6
# Endings of countries under which anybody takes a name, and the one country whose ending is not its code.
ANYBODYS = frozenset({"ai", "cc", "co", "fm", "io", "me", "tv", "ws"})
OTHER_ENDINGS = {"UK": "GB"}


def likely_countries(situation: Situation, address: str) -> tuple[str, ...]:
    """Return the countries in which an organization with an administrator at this address most probably is."""
    known = (code for code in signs(situation, address) if is_country(code))
    return tuple(dict.fromkeys(known))[:MOST_LIKELY]


def signs(situation: Situation, address: str) -> Iterator[str]:
    """Yield the countries that something speaks for, the strongest sign first; not all that is yielded is a country."""
    order, directory = situation.order, situation.directory
    yield order.country
    if address and not is_free_mail(address):
        yield from (each.country for each in directory.at_domain(domain_of(address)))
        yield country_of_domain(domain_of(address))
    yield country_of_zone(order.zone or situation.default_zone)
    yield from directory.countries()[: MOST_LIKELY // 2]
    yield from words_for("readers", "countries", situation.language or order.language or SOURCE_LANGUAGE)


def country_of_domain(domain: str) -> str:
    """Return the country of a domain by its ending; "" where the ending says nothing."""
    ending = domain.rpartition(".")[2]
    return "" if ending in ANYBODYS else OTHER_ENDINGS.get(ending.upper(), ending.upper())
