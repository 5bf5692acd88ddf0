"""Words that we don't understand: one short answer, with the nearest words that we do."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

from bot.dispatch.context import Context
from bot.errors import Refusal
from bot.language.texts import Texts, _
from cards import elements as e
from cards.kit import render
from cards.pressing import carried
from handlers.chat.own_orders import my_orders

DID_YOU_MEAN = _("I did not understand that. Did you mean: {words}? Type help for everything you can type.")
DONT_KNOW = _("I did not understand that. Type help for everything you can type, or setup to go on with your order.")
ASK_REP = _("Ask a representative")
# A card carries at most this much of the words that were not understood; longer ones are typed after "rep".
LONGEST_ASKED = 2000
# The address of a file has about 150 characters.
MOST_FILES = 5
OFFERED_FOR = timedelta(hours=1)


def as_choice(words: Sequence[str]) -> Callable[[Texts], str]:
    """Return a function that lists words to choose from, each in its own direction."""
    return lambda t: t.listing((t.isolate(each) for each in words), "or")


def dont_understand(ctx: Context, text: str) -> None:
    """Refuse what was typed, and say how the command is typed, else which words are nearest."""
    refuse_half_a_command(ctx, text)
    near = ctx.grammar.nearest(text, ctx.roles)
    if near:
        say_so(ctx, text, DID_YOU_MEAN, words=as_choice(near))
    else:
        say_so(ctx, text, DONT_KNOW)


def say_so(ctx: Context, text: str, sentence: str, **values: object) -> None:
    """Say that we don't understand; whoever has an order is offered a representative, who gets their very words."""
    if not may_be_offered_reps(ctx, text):
        raise Refusal(sentence, **values)
    offer_reps(ctx, text, ctx.t(sentence, **values))


def may_be_offered_reps(ctx: Context, text: str) -> bool:
    """Return whether somebody has an order whose representatives can get these words."""
    return ctx.is_direct and len(text) <= LONGEST_ASKED and any(not each.state.calls_nobody for each in my_orders(ctx))


def offer_reps(ctx: Context, text: str, sentence: str, verb: str = "ask_rep") -> None:
    """Say something, with a button that sends the words and files to the representatives.

    By the `verb` send_files a plain yes presses it, since the sentence asks whether to send them.
    """
    pack = ctx.packer(None, person=ctx.person.email)
    given = {"words": text.strip(), "files": " ".join(ctx.files[:MOST_FILES])}
    offered = e.Submit(ctx.t(ASK_REP), pack(verb, {name: said for name, said in given.items() if said}))
    entry = ctx.reply_here(render([e.Paragraph(sentence), offered], ctx.t))
    ctx.uow.live_cards.replace(key_of_offer(ctx.person.email), entry)


def key_of_offer(email: str) -> str:
    """Return the key of the offer to pass on somebody's newest words that were not understood."""
    return f"not understood:{email}"


def what_was_not_understood(ctx: Context) -> Mapping[str, str]:
    """Return, once, the words and files for which a representative was just offered; nothing where none were."""
    entry_id = ctx.uow.live_cards.forget(key_of_offer(ctx.person.email))
    entry = ctx.uow.outbox.get(entry_id) if entry_id is not None else None
    if entry is None or not entry.message.card or ctx.now - entry.created_at > OFFERED_FOR:
        return {}
    return ctx.signer.unpack(carried(entry.message.card)).given


def refuse_what_is_nearly_a_word(ctx: Context) -> None:
    """Where an answer does not fit, refuse what was typed if it was probably a command, mistyped."""
    text = ctx.words
    if not text.strip() or "@" in text:
        return
    refuse_half_a_command(ctx, text)
    near = ctx.grammar.nearest(text, ctx.roles)
    if near:
        raise Refusal(DID_YOU_MEAN, words=as_choice(near))


def refuse_half_a_command(ctx: Context, text: str) -> None:
    """Say how a command is typed to those who may; anybody else is refused, and the try is on the audit log."""
    command = ctx.grammar.named(text) if text.strip() else None
    if command is not None:
        ctx.require(command.role)
        raise Refusal(_("Please type it like this: {usage}"), usage=command.how(ctx.t))
