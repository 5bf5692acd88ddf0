"""Answers of the partner's own system, read from JSON: what it may say, and what is wrong with what it says.

What is said about the JSON itself is in English only: whoever reads it writes programs.
"""

from collections.abc import Iterator, Sequence
from enum import StrEnum

from bot.domain.provisioning import RefusalCode, SystemAnswer, Verdict
from bot.intake.documents import InvalidDocument, Json, Violation, unknown
from bot.intake.openapi import Schema, closed
from bot.language.folders import LANGUAGES
from bot.wizard.engine import Wizard
from bot.wizard.who_sets_up import COLLEAGUES_STEPS

NAMES = ("status", "event", "code", "step", "reason")
LONGEST_REASON, LONGEST_EVENT = 500, 64


def steps_to_correct(wizard: Wizard) -> tuple[str, ...]:
    """Return the steps that a refusal may be about: whose answers went to the partner's own system."""
    return tuple(
        step.name
        for step in wizard.steps
        if not (step.aside or step.seals or step.chooses or step.name in COLLEAGUES_STEPS)
    )


def read_answer(document: Json, steps: Sequence[str]) -> SystemAnswer:
    """Read an answer; raises InvalidDocument with everything that is wrong, at once."""
    violations = list(what_is_wrong(document, steps))
    if violations:
        raise InvalidDocument(violations)
    reason = document.get("reason") or ""
    reasons = reason.items() if isinstance(reason, dict) else [("", reason)] if reason else []
    return SystemAnswer(
        Verdict(document["status"]),
        document.get("event") or "",
        RefusalCode(document.get("code") or RefusalCode.OTHER),
        document.get("step") or "",
        tuple(reasons),
    )


def what_is_wrong(document: Json, steps: Sequence[str]) -> Iterator[Violation]:
    """Say what is unknown, missing, or not one of the words that there are."""
    yield from unknown("#", document, NAMES)
    yield from wrong_word("status", document.get("status"), Verdict, is_required=True)
    yield from wrong_word("code", document.get("code"), RefusalCode)
    step, event = document.get("step"), document.get("event")
    if step is not None and step not in steps:
        yield Violation("#/step", f"There are {', '.join(steps)}.")
    if event is not None and not (isinstance(event, str) and len(event) <= LONGEST_EVENT):
        yield Violation("#/event", "Write the webhook-id of the event that this answers.")
    if not is_reason(document.get("reason")):
        languages = ", ".join(LANGUAGES)
        yield Violation(
            "#/reason", f"Write a text of {LONGEST_REASON} characters at most, or one by language: {languages}."
        )


def wrong_word(name: str, given: object, words: type[StrEnum], *, is_required: bool = False) -> Iterator[Violation]:
    if given is None and not is_required:
        return
    if given not in list(words):
        yield Violation(f"#/{name}", f"Write one of {', '.join(words)}.")


def is_reason(given: object) -> bool:
    """Return whether this is a text that people can be shown, or one for each of some languages."""
    if isinstance(given, dict):
        return all(
            language in LANGUAGES and isinstance(text, str) and is_reason(text) for language, text in given.items()
        )
    return given is None or (isinstance(given, str) and len(given) <= LONGEST_REASON)


def answer_schema(steps: Sequence[str]) -> Schema:
    """Return the schema of an answer."""
    text = {"type": "string", "maxLength": LONGEST_REASON}
    by_language = {"type": "object", "properties": dict.fromkeys(LANGUAGES, text), "additionalProperties": False}
    return closed(
        ["status"],
        {
            "status": {"enum": list(map(str, Verdict)), "description": "What became of the setup."},
            "event": {
                "type": "string",
                "maxLength": LONGEST_EVENT,
                "description": "The webhook-id of the event that this answers; without it, the latest of the order.",
            },
            "code": {
                "enum": list(map(str, RefusalCode)),
                "description": "Why it is refused; people read it translated.",
            },
            "step": {
                "enum": list(steps),
                "description": "The step to which a refusal goes back; without it, the setup as a whole.",
            },
            "reason": {"anyOf": [text, by_language], "description": "Shown with a refusal, as your words."},
        },
    )
