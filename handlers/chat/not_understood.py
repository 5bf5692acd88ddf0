"""Words that we don't know: one short answer, with the nearest words that we do."""

from collections.abc import Callable, Sequence

from bot.dispatch.context import Context
from bot.errors import Refusal
from bot.language.texts import Texts, _

DID_YOU_MEAN = _("I don't know that. Did you mean: {words}? Type help for everything you can type.")
# How like a word of ours something must be before we take it for one mistyped, and not for an answer that does not fit.
NEARLY = 0.75


def as_choice(words: Sequence[str]) -> Callable[[Texts], str]:
    """Return what says words as a choice, each in its own direction."""
    return lambda t: t.listing((t.isolate(each) for each in words), "or")


def dont_understand(ctx: Context, text: str) -> None:
    """Refuse what was typed: with how a command is typed, else with the nearest words."""
    refuse_half_a_command(ctx, text)
    near = ctx.grammar.nearest(text, ctx.roles)
    if near:
        raise Refusal(DID_YOU_MEAN, words=as_choice(near))
    raise Refusal(_("I don't know that. Type help for everything you can type, or setup to go on with your order."))


def refuse_what_is_nearly_a_word(ctx: Context) -> None:
    """Where an answer does not fit, refuse what was typed if it was more likely a word of ours, mistyped."""
    text = ctx.words
    if not text.strip() or "@" in text:
        return
    refuse_half_a_command(ctx, text)
    near = ctx.grammar.nearest(text, ctx.roles, likeness=NEARLY)
    if near:
        raise Refusal(DID_YOU_MEAN, words=as_choice(near))


def refuse_half_a_command(ctx: Context, text: str) -> None:
    """Say how a command is typed to who may type it; anybody else is refused, and the try is on the audit log."""
    command = ctx.grammar.named(text) if text.strip() else None
    if command is not None:
        ctx.require(command.role)
        raise Refusal(_("Please type it like this: {usage}"), usage=command.how(ctx.t))
