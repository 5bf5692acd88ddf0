"""The house as one picture: which package of the bot knows which, read from the imports."""

import ast
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("app.py", "bot", "cards", "handlers", "store")
# The modules of `bot` that stand in no package of their own are drawn as one, but for those on the highest floors.
LOOSE = "bot: settings, clock, errors, logs, metrics"
ALONE = frozenset({"bot.lifecycle"})


def house_picture() -> str:
    """Return the packages and the arrows between them, in Mermaid; an arrow that others imply is left out."""
    arrows = without_shortcuts(arrows_between_packages())
    names = sorted({*arrows, *(target for targets in arrows.values() for target in targets)})
    ids = {name: f"p{number}" for number, name in enumerate(names)}
    boxes = [f'    {ids[name]}["{name}"]' for name in names]
    lines = [f"    {ids[start]} --> {ids[end]}" for start in names for end in sorted(arrows.get(start, ()))]
    return "\n".join(["```mermaid", "flowchart TD", *boxes, *lines, "```"])


def arrows_between_packages() -> dict[str, set[str]]:
    """Return, for each package, the packages that it imports from."""
    arrows: dict[str, set[str]] = {}
    for path in modules():
        home = package_of(str(path.relative_to(ROOT).with_suffix("")).replace("/", "."))
        known = {package_of(name) for name in imported(path) if is_ours(name)}
        arrows.setdefault(home, set()).update(known - {home})
    return arrows


def modules() -> Iterator[Path]:
    for room in ROOMS:
        path = ROOT / room
        yield from [path] if path.is_file() else sorted(path.rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    """Yield the full name of every module that a file imports from."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{each.name}" for each in node.names)
        elif isinstance(node, ast.Import):
            yield from (each.name for each in node.names)


def is_ours(name: str) -> bool:
    return name.partition(".")[0] in {Path(room).stem for room in ROOMS}


def package_of(name: str) -> str:
    """Return what a module is drawn as: the package it is in; of `bot`, the package below."""
    parts = name.split(".")
    if parts[0] != "bot":
        return parts[0]
    own = ".".join(parts[:2])
    is_package = own != "bot.settings" and (ROOT / own.replace(".", "/")).is_dir()
    return own if own in ALONE or is_package else LOOSE


def without_shortcuts(arrows: Mapping[str, Iterable[str]]) -> dict[str, set[str]]:
    """Return the arrows without those whose end can be reached by others."""
    return {
        start: {end for end in ends if not any(end in reach(other, arrows) for other in set(ends) - {end})}
        for start, ends in arrows.items()
    }


def reach(start: str, arrows: Mapping[str, Iterable[str]]) -> set[str]:
    """Return everything that can be reached from a package."""
    found: set[str] = set()
    waiting = list(arrows.get(start, ()))
    while waiting:
        each = waiting.pop()
        if each not in found:
            found.add(each)
            waiting.extend(arrows.get(each, ()))
    return found
