"""Serving: the bot runs for real, until it is stopped or another one takes its place."""

import importlib.util
import logging
import os

import click

from bot.errors import Superseded, TokenRefused, WebexError
from bot.lifecycle import serve_until_stopped
from bot.logs import configure_logging
from bot.operations.guard import Guard
from bot.operations.service_manager import ServiceManager
from bot.tracing import traces
from bot.verbs.terminal import Replaced, built, settings_or_exit

log = logging.getLogger("setup_now")


@click.command(short_help="Run the bot for real: receiver, workers, scheduler.")
def serve() -> None:
    """Run the bot for real: receiver, workers, scheduler."""
    settings = settings_or_exit()
    configure_logging(settings.log_format, settings.secrets)
    trace_to(settings.otel_exporter_otlp_endpoint)
    chosen = settings.provisioning
    log.info("provisioning: %s (%s)", chosen, chosen.meaning, extra={"action": "start", "provisioning": chosen})
    bot = built(settings)
    guard = bot.lifecycle.guard
    meet_webex(guard)
    serve_until_stopped(bot, settings, ServiceManager.of(os.environ))
    if guard.superseded.is_set():
        raise Replaced("Another bot serves in our place; the log says from which file.")


def trace_to(collector: str | None) -> None:
    """Let traces go to a collector, where there is one, until the command ends."""
    if collector:
        telemetry = importlib.import_module("bot.telemetry")
        click.get_current_context().call_on_close(traces.go_to(telemetry.Collector(collector)))


def meet_webex(guard: Guard) -> None:
    """End where Webex does not accept the token, where it is no bot's, or where another serves in our place.

    That Webex is silent is no reason to. By a person's token we would read and answer what others write to that person.
    """
    try:
        me = guard.me()
        if not me.is_bot:
            raise click.ClickException(
                f"The token belongs to {me.email}, who is not a bot. Set WEBEX_TEAMS_ACCESS_TOKEN to the token of your "
                "bot (developer.webex.com, My Webex Apps)."
            )
        guard.guardian.problems()
    except Superseded as error:
        raise Replaced(str(error)) from None
    except TokenRefused as error:
        why = error.reason.rstrip(".")
        raise click.ClickException(
            f"Webex does not accept the token ({why}). Check WEBEX_TEAMS_ACCESS_TOKEN and WEBEX_API_URL."
        ) from None
    except WebexError as error:
        log.warning("webex cannot be reached yet", extra={"action": "start", "cause": error.reason})
