"""Signing in by a code sent to the person's e-mail address, through allauth."""

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import ratelimit
from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from hub.actions import revoke, transaction
from hub.errors import Unavailable
from teams import joining, mails, sign_in_changes
from teams.actions import remember_session
from teams.freshness import note_sign_in
from teams.mail_test import MAIL_FAILED
from teams.mails import Change
from teams.models import User
from teams.queries import campaign

logger = logging.getLogger(__name__)

# By allauth's names of the mails that it would send.
_CHANGES = {
    "mfa/email/webauthn_added": Change.PASSKEY_ADDED,
    "mfa/email/webauthn_removed": Change.PASSKEY_REMOVED,
    "mfa/email/totp_activated": Change.APP_ADDED,
    "mfa/email/totp_deactivated": Change.APP_REMOVED,
    "mfa/email/recovery_codes_generated": Change.CODES_RENEWED,
    "socialaccount/email/account_connected": Change.PROVIDER_CONNECTED,
}


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

    def post_login(
        self, request: HttpRequest, user: AbstractBaseUser, **how: Any
    ) -> HttpResponse:
        answer: HttpResponse = super().post_login(request, user, **how)
        remember_session(request)
        return answer

    def is_reauthentication_required(self, *, app: str) -> bool:
        """No: `teams.second_factor.proven` has asked before allauth's view is called.

        Its own rule would take a proof given while signing in for none.
        """
        return False

    def logout(self, request: HttpRequest) -> None:
        sign_out(request)

    def send_mail(
        self, template_prefix: str, email: str, context: dict[str, Any]
    ) -> None:
        try:
            super().send_mail(template_prefix, email, context)
        except MAIL_FAILED as error:
            logger.error("A mail could not be sent: %s", type(error).__name__)
            raise Unavailable(
                _(
                    "The mail could not be sent. Try again in a minute; if it stays "
                    "so, tell who runs this server."
                ),
                retry_after_ms=60_000,
            ) from None

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        if isinstance(user, User):
            sign_in_changes.tell(self.request, user, _CHANGES[template_prefix])

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        """A code or that there is no account; notices go by the way above."""
        to = [email] if isinstance(email, str) else email
        # For either mail, so that both take the same time.
        found = campaign()
        with override(_language_of(to[0])):
            if template_prefix == "account/email/login_code":
                mail = mails.sign_in_code(
                    context["code"], found.unit.name if found else "Muster"
                )
            else:
                mail = mails.no_account()
                # A known address costs one look more, when the answer is made.
                User.objects.filter(pk=0).first()
        return EmailMessage(*mail, self.get_from_email(), to, headers=headers)


def sign_in(request: HttpRequest, user: User, *, by: str) -> None:
    """Without a code: the demo's accounts, the owner at the first run, a way back in.

    `by` says which of them, for what asks how lately and by what one signed in.
    """
    if request.user.is_authenticated:
        sign_out(request)
    login(request, user, settings.AUTHENTICATION_BACKENDS[0])
    note_sign_in(request, user, by)
    remember_session(request)


def count_sign_in(request: HttpRequest) -> bool:
    """Counts one more attempt from this address; False when it has been too many."""
    return bool(ratelimit.consume(request, action="login"))


def sign_out(request: HttpRequest) -> None:
    """Ends the session together with every socket that came in by it (G7)."""
    with transaction():
        if request.session.session_key is not None:
            revoke(session=request.session.session_key, reason="signed out")
        logout(request)


def _language_of(email: str) -> str | None:
    locales = User.objects.filter(email=email.lower()).values_list("locale", flat=True)
    return locales.first() or get_language()
