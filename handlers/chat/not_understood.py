"""Words that we don't understand: one short answer, with the nearest words that we do."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

from bot.dispatch.context import Context
from bot.domain.outgoing import OutboxEntry
from bot.errors import Refusal
from bot.language.texts import Texts, _
from cards import elements as e
from cards.kit import render
from cards.pressing import buttons
from handlers.chat import suggestions
from handlers.chat.own_orders import my_orders

DID_YOU_MEAN = _("I did not understand that. Did you mean: {words}? Type help for everything you can type.")
DONT_KNOW = _("I did not understand that. Type help for everything you can type, or setup to go on with your order.")
DONT_KNOW_BARE = _("I did not understand that. Type help for everything you can type.")
ASK_REP = _("Ask a representative")
# A card carries at most this much of the words that were not understood; longer ones are typed after "rep".
LONGEST_ASKED = 2000
# The address of a file has about 150 characters.
MOST_FILES = 5
OFFERED_FOR = timedelta(hours=1)
# The buttons that send somebody's words on.
PASS_ON = frozenset({"ask_rep", "send_files"})


def as_choice(words: Sequence[str]) -> Callable[[Texts], str]:
    """Return a function that lists words to choose from, each in its own direction."""
    return lambda t: t.listing((t.isolate(each) for each in words), "or")


def dont_understand(ctx: Context, text: str) -> None:
    """Refuse what was typed, and say how the command is typed, else which words are nearest."""
    refuse_half_a_command(ctx, text)
    near = ctx.grammar.nearest(text, ctx.roles, ctx.t.language)
    if near:
        suggest(ctx, text, near)
    elif may_be_offered_reps(ctx, text):
        offer_reps(ctx, text, ctx.t(DONT_KNOW))
    else:
        raise Refusal(DONT_KNOW if my_orders(ctx) else DONT_KNOW_BARE)


def suggest(ctx: Context, text: str, words: Sequence[str]) -> None:
    """Ask which of these words are meant; whoever has an order may have what they wrote passed on instead."""
    sentence = ctx.t(DID_YOU_MEAN, words=as_choice(words))
    if not ctx.is_direct:
        raise Refusal(DID_YOU_MEAN, words=as_choice(words))
    offer(ctx, text, sentence, *suggestions.offered(ctx, words))


def may_be_offered_reps(ctx: Context, text: str) -> bool:
    """Return whether somebody has an order whose representatives can get these words."""
    return ctx.is_direct and len(text) <= LONGEST_ASKED and any(not each.state.calls_nobody for each in my_orders(ctx))


def offer_reps(ctx: Context, text: str, sentence: str, verb: str = "ask_rep") -> None:
    """Say something, with a button that sends the words and files to the representatives.

    By the `verb` send_files a plain yes presses it, since the sentence asks whether to send them.
    """
    offer(ctx, text, sentence, verb=verb)


def offer(ctx: Context, text: str, sentence: str, *others: e.Button, verb: str = "ask_rep") -> None:
    """Say something, with buttons; the last one sends the words to the representatives, where they can get them."""
    pack = ctx.packer(None, person=ctx.person.email)
    given = {"words": text.strip(), "files": " ".join(ctx.files[:MOST_FILES])}
    to_reps = e.Submit(ctx.t(ASK_REP), pack(verb, {name: said for name, said in given.items() if said}))
    shown = [*others, *([to_reps] if may_be_offered_reps(ctx, text) else [])]
    entry = ctx.reply_here(render([e.Paragraph(sentence), *shown], ctx.t))
    ctx.uow.live_cards.replace(suggestions.key_of_offer(ctx.person.email), entry)


def what_was_not_understood(ctx: Context) -> Mapping[str, str]:
    """Return, once, the words and files for which a representative was just offered; nothing where none were."""
    entry = last_offer(ctx)
    ctx.uow.live_cards.forget(suggestions.key_of_offer(ctx.person.email))
    if entry is None or ctx.now - entry.created_at > OFFERED_FOR:
        return {}
    offers = (ctx.signer.unpack(button["data"]) for button in buttons(entry.message.card or {}))
    return next((offer.given for offer in offers if offer.verb in PASS_ON), {})


def last_offer(ctx: Context) -> OutboxEntry | None:
    """Return the newest offer that was made to somebody because they were not understood."""
    entry_id = ctx.uow.live_cards.get(suggestions.key_of_offer(ctx.person.email))
    return ctx.uow.outbox.get(entry_id) if entry_id is not None else None


def asked_back(ctx: Context) -> bool:
    """Ask back, where an answer does not fit, what was probably a command, mistyped; return whether it was one."""
    text = ctx.words
    if not text.strip() or "@" in text:
        return False
    refuse_half_a_command(ctx, text)
    near = ctx.grammar.nearest(text, ctx.roles, ctx.t.language)
    if near:
        suggest(ctx, text, near)
    return bool(near)


def refuse_half_a_command(ctx: Context, text: str) -> None:
    """Say how a command is typed to those who may; anybody else is refused, and the try is on the audit log."""
    command = ctx.grammar.named(text) if text.strip() else None
    if command is not None:
        ctx.require(command.role)
        raise Refusal(_("Please type it like this: {usage}"), usage=command.how(ctx.t))
