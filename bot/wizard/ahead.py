"""Answers ahead: who answers a question often says at once what the next one asks, and is not asked for it again."""

import re
from collections.abc import Mapping
from functools import cache

from bot.errors import InvalidAnswer
from bot.language.addresses import AROUND_ADDRESSES, email_address
from bot.language.folders import words_in_all
from bot.language.typed import COMMAS, SEMICOLONS, folded, said_plainly, tidy
from bot.wizard.choosing import speaks_of_oneself, speaks_of_others
from bot.wizard.fields import Choice, EmailAddress
from bot.wizard.step import Stop

# In Arabic "and" is joined to the word that follows.
JOINED_AND = r"\s\u0648(?=\w{2})"
# More answers than this nobody gives in one message.
MOST_PARTS = 20


@cache
def between_answers() -> re.Pattern[str]:
    """Return what stands between two answers in one message: marks, line breaks, and words such as *and*."""
    joins = "|".join(re.escape(folded(word)) for word in words_in_all("choosing", "joins"))
    return re.compile(rf"[\n{COMMAS}{SEMICOLONS}]|\.\s|\s(?:{joins})\s|{JOINED_AND}", re.IGNORECASE)


def parts_of(words: str) -> list[str]:
    """Return the parts of a message that may each be an answer; none of a long list, which answers nothing."""
    parts = [part.strip() for part in between_answers().split(tidy(words)) if said_plainly(part)]
    return parts if len(parts) <= MOST_PARTS else []


def is_certain(stop: Stop) -> bool:
    """Return whether a step takes no words but those that are meant for it: choices and addresses."""
    fields = stop.fields
    return not stop.warning and bool(fields) and all(isinstance(each, Choice | EmailAddress) for each in fields)


def first_answer(stop: Stop, words: str) -> str:
    """Return the part of a message that answers a question which the whole of it does not; else all of it."""
    if not is_certain(stop) or len(stop.fields) != 1 or takes(stop, words):
        return words
    if isinstance(stop.fields[0], EmailAddress) and len(addresses_in(words)) > 1:
        return words
    taken = [part for part in parts_of(words) if takes(stop, part)]
    return words if len(roles_in(stop, taken)) > 1 else next(iter(taken), words)


def choice_ahead(answered: Stop, following: Stop, words: str) -> str:
    """Return the part of a message that chooses at the following step, and did not answer the one before it."""
    if not (is_certain(answered) and is_certain(following) and isinstance(following.fields[0], Choice)):
        return ""
    used, parts = first_answer(answered, words), parts_of(words)
    rest = parts[parts.index(used) + 1 :] if used in parts else [part for part in parts if not takes(answered, part)]
    return next((part for part in rest if takes(following, part) and not names_a_role(answered, part)), "")


def roles_in(stop: Stop, parts: list[str]) -> set[str]:
    """Return the roles that somebody says they have in the parts of a message; none where no role is asked."""
    asking = stop.fields[0]
    if not (isinstance(asking, Choice) and asking.of_oneself):
        return set()
    return {asking.parse(part, stop.situation) for part in parts}


def says_a_role(stop: Stop, words: str) -> bool:
    """Return whether somebody says in so many words what they are, as in *I'm the customer*, where a role was asked."""
    asking = stop.fields[0] if stop.fields else None
    is_role = isinstance(asking, Choice) and asking.of_oneself
    return is_role and any(speaks_of_oneself(part) and takes(stop, part) for part in parts_of(words))


def names_a_role(stop: Stop, words: str) -> bool:
    """Return whether words name a role where one was asked, and do not say who does something.

    In *I am a partner, the customer is Contoso* nobody says that the customer sets up.
    """
    asking = stop.fields[0]
    is_role = isinstance(asking, Choice) and asking.of_oneself and asking.is_named_in(words, stop.situation)
    return is_role and not speaks_of_others(folded(words))


def address_ahead(answered: Stop, following: Stop, words: str) -> Mapping[str, str]:
    """Return the only address in a message as the input of the following step, unless the one before asked for one."""
    if any(isinstance(each, EmailAddress) for each in answered.fields):
        return {}
    found = addresses_in(words)
    asking = next((each for each in following.fields if isinstance(each, EmailAddress)), None)
    return {asking.id: found.pop()} if asking is not None and len(found) == 1 and all(found) else {}


def addresses_in(words: str) -> set[str]:
    """Return the addresses in a message; "" is among them where one is malformed."""
    return {email_address(word) for word in words.split() if "@" in word.strip(AROUND_ADDRESSES)}


def takes(stop: Stop, words: str) -> bool:
    """Return whether the one input of a step takes words."""
    asking = stop.fields[0]
    try:
        return bool(asking.read({asking.id: words}, stop.situation))
    except InvalidAnswer:
        return False
