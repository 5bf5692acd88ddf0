"""The page about licences, made from the metadata of what is installed."""

import re
from collections.abc import Iterator
from importlib.metadata import PackageMetadata, distributions, metadata
from pathlib import Path

SERVED = Path(__file__).resolve().parent.parent / "requirements-serve.lock"
LOCKED = re.compile(r"(?m)^([a-z0-9][\w.-]*)==")
LICENCE = "License :: "
# Of what is locked in one version for older Pythons and in another for newer ones, and states the same in other words.
STATED = {"contourpy": "BSD-3-Clause"}
HEAD = """# Licences

What a bot that is served is made of, besides itself (MIT). Made from the metadata of the packages in
[requirements-serve.lock](../requirements-serve.lock) by `make docs`; `make audit` writes a bill of materials of
the same into `dist/sbom.cdx.json`.

| package | licence |
|---|---|
"""


def packages() -> Iterator[str]:
    """Return the names of the packages that are served, each once; those of another platform are not installed here."""
    installed = {normal_name(each.name) for each in distributions()}
    locked = dict.fromkeys(LOCKED.findall(SERVED.read_text(encoding="utf-8")))
    yield from (name for name in locked if name in installed)


def normal_name(name: str) -> str:
    """Return the name of a package as locks write it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def licence_of(known: PackageMetadata) -> str:
    """Return the licence as a package states it: as an expression, else by classifiers, else in its own words."""
    [expression] = known.get_all("License-Expression") or [""]
    classified = [each.rpartition(" :: ")[2] for each in known.get_all("Classifier") or [] if each.startswith(LICENCE)]
    [own_words] = known.get_all("License") or [""]
    return expression or ", ".join(classified) or own_words.strip().partition("\n")[0] or "not stated"


def licences_page() -> str:
    """Return the page with each package and its licence."""
    rows = [f"| {name} | {STATED.get(name) or licence_of(metadata(name))} |" for name in packages()]
    return HEAD + "\n".join([*rows, ""])
