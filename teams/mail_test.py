"""One mail to oneself, and what came of it in plain words."""

import smtplib
import ssl
from contextlib import closing
from typing import NamedTuple

from anymail.exceptions import (
    AnymailAPIError,
    AnymailConfigurationError,
    AnymailError,
)
from django.core.mail import EmailMessage, get_connection
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from teams import mails
from teams.models import User

SAID_AT_MOST = 300
# What a mail that does not leave may raise: a wrong setting is no AnymailError.
MAIL_FAILED = (OSError, AnymailError, AnymailConfigurationError)


class Outcome(NamedTuple):
    """`said` is what the mail server answered, as it came; None if nothing did."""

    is_sent: bool
    message: str | Promise
    said: str | None = None


def send_test_mail(user: User) -> Outcome:
    """Never raises for what a mail server may do."""
    try:
        with closing(get_connection()) as server:
            EmailMessage(*mails.test_mail(), to=[user.email], connection=server).send()
    except MAIL_FAILED as error:
        return Outcome(False, _plainly(error), _said(error))
    return Outcome(True, _("The mail server took the mail. Look into your inbox."))


def _plainly(error: Exception) -> str | Promise:
    match error:
        case smtplib.SMTPAuthenticationError():
            return _("The mail server does not take this user name and password.")
        case smtplib.SMTPRecipientsRefused():
            return _("The mail server refuses to send to your address.")
        case smtplib.SMTPSenderRefused():
            return _("The mail server refuses the sender: look at DEFAULT_FROM_EMAIL.")
        case smtplib.SMTPException():
            return _("The mail server refused the mail.")
        case AnymailConfigurationError():
            return _("The settings of the mail provider are not complete.")
        case AnymailAPIError() if getattr(error, "status_code", None) in (401, 403):
            return _("The mail provider does not take this key.")
        case AnymailAPIError() if getattr(error, "status_code", None) is None:
            return _("The mail server can't be reached: look at its name and port.")
        case AnymailError():
            return _("The mail provider refused the mail.")
        case ssl.SSLError():
            return _("The connection to the mail server can't be secured.")
        case TimeoutError():
            return _("The mail server does not answer in time.")
    return _("The mail server can't be reached: look at its name and port.")


def _said(error: Exception) -> str | None:
    text = ""
    if isinstance(error, smtplib.SMTPResponseException):
        text = f"{error.smtp_code} {_text(error.smtp_error)}"
    elif isinstance(error, smtplib.SMTPRecipientsRefused):
        answers = error.recipients.values()
        text = "; ".join(f"{code} {_text(said)}" for code, said in answers)
    elif isinstance(error, AnymailError | AnymailConfigurationError):
        text = str(error)
    elif isinstance(error, OSError):
        text = error.strerror or str(error)
    return text.strip()[:SAID_AT_MOST] or None


def _text(said: bytes | str) -> str:
    return said.decode(errors="replace") if isinstance(said, bytes) else said
