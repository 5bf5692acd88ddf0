"""Routes are compiled once: werkzeug compiles them anew for each app, and nearly every test makes some.

What comes of it depends on the rule alone, unless that has defaults, and takes the rest from the one it is bound to.
"""

from collections.abc import Callable
from typing import Any

from werkzeug.routing import Rule

Built = Callable[..., tuple[str, str]]
COMPILED: dict[object, Built] = {}
compiled_anew = Rule._compile_builder


def compiled(rule: Rule, append_unknown: bool = True) -> Built:
    """Return what builds addresses by a rule."""
    if rule.defaults:
        return compiled_anew(rule, append_unknown)
    trace: Any = rule._trace
    key = rule.rule, tuple(trace), append_unknown
    if key not in COMPILED:
        COMPILED[key] = compiled_anew(rule, append_unknown)
    return COMPILED[key]


def compile_routes_once() -> None:
    """Let every app that is made from here on share them."""
    Rule._compile_builder = compiled  # type: ignore[method-assign,assignment]
