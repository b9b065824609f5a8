"""Signing in by a code sent to the person's e-mail address, through allauth."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.utils.translation import get_language, override

from teams.models import User


class AccountAdapter(DefaultAccountAdapter):
    """Nobody makes an account here: people join through an invitation.

    An address without an account gets a mail too, so that the answer, and the time it
    takes, are the same for every address.
    """

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def clean_email(self, email: str) -> str:
        return str(super().clean_email(email)).lower()

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        with override(_language_of(email)):
            return super().render_mail(template_prefix, email, context, headers)


def _language_of(email: str | list[str]) -> str | None:
    address = email if isinstance(email, str) else email[0]
    locales = User.objects.filter(email=address.lower()).values_list(
        "locale", flat=True
    )
    return locales.first() or get_language()
