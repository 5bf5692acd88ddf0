"""The directory: organizations and their people, loaded from a file."""

import sys
from pathlib import Path

import click

from bot.operations.import_report import directory_report
from bot.verbs.terminal import built, read_or_exit, settings_or_exit, show


@click.group(short_help="Load organizations and their people, for matching.")
def directory() -> None:
    """Load organizations and their people, for matching."""


@directory.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def directory_import(file: Path) -> None:
    """Load organizations from a CSV or XLSX file."""
    bot = built(settings_or_exit(offline=True))
    content, counts = read_or_exit(lambda: bot.imports.directory(file.read_bytes(), file.name))
    show(directory_report(content, counts))
    sys.exit(1 if content.problems else 0)
