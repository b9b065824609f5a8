"""What Muster writes to people, in their language."""

from typing import NamedTuple

from django.utils.translation import gettext as _


class Mail(NamedTuple):
    subject: str
    body: str


def sign_in_code(code: str) -> Mail:
    return Mail(
        _("%(code)s is your code for Muster") % {"code": code},
        "\n\n".join(
            (
                _("Your code to sign in:"),
                code,
                _(
                    "It works once, for ten minutes, in the window where you asked "
                    "for it. Never tell it to anybody: nobody of the campaign will "
                    "ask you for it."
                ),
                _(
                    "You did not ask for it? Then ignore this mail; nobody can sign "
                    "in without the code."
                ),
            )
        ),
    )


def no_account() -> Mail:
    return Mail(
        _("No account with this address"),
        "\n\n".join(
            (
                _(
                    "Somebody, perhaps you, asked for a code to sign in to Muster "
                    "with this address. There is no account with it."
                ),
                _(
                    "If it was you: use the address with which you joined, or ask "
                    "your team leader for an invitation."
                ),
            )
        ),
    )
