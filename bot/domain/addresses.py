"""Email addresses as people give them: the one check for cards, typed answers, files and HTTP alike."""

from bot.errors import InvalidAnswer
from bot.language.addresses import email_address, is_mistakable
from bot.language.texts import _


def written_address(written: str) -> str:
    """Return the address that somebody wrote, in its normal form.

    Raises InvalidAnswer for what is no address, and for one that looks like another: an order may be handed to it.
    """
    address = email_address(written)
    if not address:
        raise InvalidAnswer(_("Enter an email address, such as name@example.com."))
    if is_mistakable(address):
        raise InvalidAnswer(
            _(
                "Some letters of this address look like others, so that it could be taken for somebody else's. Type it "
                "in the letters of one alphabet."
            )
        )
    return address
