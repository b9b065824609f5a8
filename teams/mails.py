"""What Muster writes to people, in their language."""

from enum import StrEnum
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class Mail(NamedTuple):
    subject: str
    body: str


class Change(StrEnum):
    """Of how one signs in, or of who else may act in a person's name."""

    PASSKEY_ADDED = "passkey_added"
    PASSKEY_REMOVED = "passkey_removed"
    APP_ADDED = "app_added"
    APP_REMOVED = "app_removed"
    CODES_RENEWED = "codes_renewed"
    CODE_USED = "code_used"
    READING_TOKEN_MADE = "reading_token_made"
    WRITING_TOKEN_MADE = "writing_token_made"
    PROVIDER_CONNECTED = "provider_connected"
    LET_BACK_IN = "let_back_in"


class Said(NamedTuple):
    """The subject, and what it means."""

    subject: Promise
    meaning: Promise


# No name of a passkey or token is in these: who broke in would write in the mail.
_SAID = {
    Change.PASSKEY_ADDED: Said(
        gettext_lazy("A passkey was added to your account"),
        gettext_lazy("Whoever holds it can sign in as you."),
    ),
    Change.PASSKEY_REMOVED: Said(
        gettext_lazy("A passkey was removed from your account"),
        gettext_lazy("It does not open your account any more."),
    ),
    Change.APP_ADDED: Said(
        gettext_lazy("An authenticator app was set up for your account"),
        gettext_lazy("From now on, signing in by mail also asks for its code."),
    ),
    Change.APP_REMOVED: Said(
        gettext_lazy("The authenticator app was removed from your account"),
        gettext_lazy("Its codes do not open your account any more."),
    ),
    Change.CODES_RENEWED: Said(
        gettext_lazy("Your recovery codes were renewed"),
        gettext_lazy("The ones from before do not work any more."),
    ),
    Change.CODE_USED: Said(
        gettext_lazy("A recovery code of your account was used"),
        gettext_lazy("It does not work again; the others still do."),
    ),
    Change.READING_TOKEN_MADE: Said(
        gettext_lazy("A token for programs was made in your name"),
        gettext_lazy("A program that holds it can read what you can read."),
    ),
    Change.WRITING_TOKEN_MADE: Said(
        gettext_lazy("A token for programs was made in your name"),
        gettext_lazy("A program that holds it may do what you may, in your name."),
    ),
    Change.PROVIDER_CONNECTED: Said(
        gettext_lazy("An account elsewhere signs in as you now"),
        gettext_lazy("It is the one you sign in with at your campaign's provider."),
    ),
    Change.LET_BACK_IN: Said(
        gettext_lazy("You were let back in with a leader's code"),
        gettext_lazy("%(name)s showed a code, and a phone signed in as you with it."),
    ),
}


def sign_in_code(code: str, campaign: str) -> Mail:
    return Mail(
        _("%(code)s is your code for %(campaign)s")
        % {"code": code, "campaign": campaign},
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


def sign_in_changed(change: Change, when: str, where: str, by: str) -> Mail:
    """`when`, `where` (from which device) and `by` (whose help) as people read them."""
    said = _SAID[change]
    seen = (
        _("When: %(when)s") % {"when": when},
        _("From: %(device)s") % {"device": where},
    )
    return Mail(
        str(said.subject),
        "\n\n".join(
            (
                str(said.meaning) % {"name": by},
                "\n".join(seen),
                _("Was it you? Then there is nothing to do."),
                _(
                    "It was not you? Open Muster, go to “Me” and choose “Sign out "
                    "everywhere else”. Remove the passkeys and end the tokens there "
                    "that are not yours. Tell who leads your team, above all if you "
                    "can't sign in any more."
                ),
            )
        ),
    )


def test_mail() -> Mail:
    return Mail(
        _("Mail from Muster arrives"),
        _("This is the test that you asked for. There is nothing to do."),
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
