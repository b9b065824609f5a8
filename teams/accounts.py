"""Signing in by a code sent to the person's e-mail address, through allauth."""

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from hub.actions import revoke, transaction
from hub.errors import Unavailable
from teams import joining, mails
from teams.models import User

logger = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody makes an account here: people join through an invitation.

    An address without an account gets a mail too, so that the answer, and the time it
    takes, are the same for every address.
    """

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """None: they would wait in a cookie, address and all, for nobody to read."""

    def clean_email(self, email: str) -> str:
        return str(super().clean_email(email)).lower()

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        super().login(request, user)
        if isinstance(user, User):
            joining.finish(request, user)

    def logout(self, request: HttpRequest) -> None:
        sign_out(request)

    def send_mail(
        self, template_prefix: str, email: str, context: dict[str, Any]
    ) -> None:
        try:
            super().send_mail(template_prefix, email, context)
        except OSError as error:
            logger.error("A mail could not be sent: %s", type(error).__name__)
            raise Unavailable(
                _("The mail could not be sent. Try again in a minute."),
                retry_after_ms=60_000,
            ) from None

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        """One of our two mails; allauth asks for no other with the routes we open."""
        to = [email] if isinstance(email, str) else email
        with override(_language_of(to[0])):
            if template_prefix == "account/email/login_code":
                mail = mails.sign_in_code(context["code"])
            else:
                mail = mails.no_account()
        return EmailMessage(*mail, self.get_from_email(), to, headers=headers)


def sign_in(request: HttpRequest, user: User) -> None:
    """Without a code: for the demo's accounts and the owner at the first run."""
    if request.user.is_authenticated:
        sign_out(request)
    login(request, user, settings.AUTHENTICATION_BACKENDS[0])


def sign_out(request: HttpRequest) -> None:
    """Ends the session together with every socket that came in by it (G7)."""
    with transaction():
        if request.session.session_key is not None:
            revoke(session=request.session.session_key, reason="signed out")
        logout(request)


def _language_of(email: str) -> str | None:
    locales = User.objects.filter(email=email.lower()).values_list("locale", flat=True)
    return locales.first() or get_language()
