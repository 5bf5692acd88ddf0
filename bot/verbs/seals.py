"""Seals: the key that signs buttons is changed, and the seals of the audit log are checked."""

import sys

import click

from bot.domain.audit_seals import ALL_IN_ORDER, BROKEN
from bot.language.texts import texts
from bot.operations import rotation
from bot.verbs.terminal import opened_as_it_is, opened_to_read, settings_or_exit, show


@click.command("rotate-key", short_help="Sign buttons with a new key, from the next start on.")
@click.option("--forget-old", is_flag=True, help="Make no new key, but stop accepting buttons that an old one signed.")
def rotate_key(forget_old: bool) -> None:
    """Sign the buttons of cards with a new key from the next start of the bot; cards in use go on working."""
    store = opened_as_it_is(settings_or_exit(offline=True))
    if forget_old:
        click.echo(f"Old keys forgotten: {rotation.forget_old_keys(store)}. Restart the bot.")
        return
    rotation.new_key(store)
    click.echo("There is a new key. Restart the bot; `setup-now doctor` says when the old one may go.")


@click.group()
def audit() -> None:
    """Check the audit log."""


@audit.command("verify", short_help="Check that each line is as it was written.")
def audit_verify() -> None:
    """Check that each line of the audit log is as it was written; exit 1 if one was altered or removed."""
    with opened_to_read(settings_or_exit(offline=True)).reading() as uow:
        found = uow.audit.verify()
    if not found.seal and not found.flaws:
        show(["The audit log is empty."])
        return
    t = texts()
    show([t(flaw.words, line=flaw.line) for flaw in found.flaws])
    show([t(BROKEN)] if found.flaws else [t(ALL_IN_ORDER, first=found.first, last=found.last), f"seal {found.seal}"])
    sys.exit(1 if found.flaws else 0)
