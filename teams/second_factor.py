"""Passkeys, codes of an authenticator app, recovery codes: allauth's views, guarded."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from allauth.headless.base.response import APIResponse
from allauth.headless.constants import Client
from allauth.headless.mfa import inputs, views
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_used
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings
from django.core.exceptions import ValidationError
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext_lazy as _

from hub.errors import BadFrame
from teams import freshness, sign_in_changes
from teams.mails import Change
from teams.models import User
from teams.queries import campaign
from teams.requests import person

LAST_COUNTER = "last_counter"

View = Callable[..., HttpResponseBase]


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Says in the person's language what is wrong, and keeps leads from having none."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("That did not fit. Try again."),
        "cannot_delete_authenticator": _(
            "Your role needs a passkey or an authenticator app. Set up another one "
            "before you remove the last."
        ),
    }

    def get_totp_issuer(self) -> str:
        found = campaign()
        return found.unit.name if found else "Muster"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return entity | {"name": self.get_totp_issuer()}

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return may_remove(authenticator.user, [authenticator])


@receiver(authenticator_used, dispatch_uid="teams.second_factor")
def _tell_of_a_code(
    request: HttpRequest, user: User, authenticator: Authenticator, **_rest: object
) -> None:
    """A list that was found opens the account as often as it has codes, unseen."""
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        sign_in_changes.tell(request, user, Change.CODE_USED)


def may_remove(user: User, going: list[Authenticator]) -> bool:
    if not freshness.must_prove(user):
        return True
    others = Authenticator.objects.filter(
        user=user, type__in=freshness.SECOND_FACTORS
    ).exclude(pk__in=[one.pk for one in going])
    return bool(others.exists())


class _OnceOnly:
    """A code that was used opens nothing again, in whichever process it comes."""

    user: User
    authenticator: Authenticator

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]
        if self.authenticator.type == Authenticator.Type.TOTP:
            self._use_up(code)
        return code

    def _use_up(self, code: str) -> None:
        found = Authenticator.objects.get(pk=self.authenticator.pk)
        counter = _counter_of(found, code)
        before = found.data.get(LAST_COUNTER, -1)
        changed = 0
        if counter > before:
            # Of two at once, the second finds other data than it has read.
            changed = Authenticator.objects.filter(pk=found.pk, data=found.data).update(
                data={**found.data, LAST_COUNTER: counter}
            )
        if not changed:
            raise SecondFactorAdapter().validation_error("incorrect_code")


def _counter_of(authenticator: Authenticator, code: str) -> int:
    secret = totp.decrypt(authenticator.data["secret"])
    for counter in totp.yield_hotp_counters_from_time():
        expected = totp.format_hotp_value(totp.hotp_value(secret, counter))
        if totp.compare_user_code(actual=code, expected=expected):
            return int(counter)
    return -1


class AuthenticateInput(_OnceOnly, inputs.AuthenticateInput):  # type: ignore[misc]
    pass


class ReauthenticateInput(_OnceOnly, inputs.ReauthenticateInput):  # type: ignore[misc]
    pass


class AuthenticateView(views.AuthenticateView):  # type: ignore[misc]
    input_class = AuthenticateInput


class ReauthenticateView(views.ReauthenticateView):  # type: ignore[misc]
    input_class = ReauthenticateInput


class DeleteWebAuthnInput(inputs.DeleteWebAuthnInput):  # type: ignore[misc]
    def clean_authenticators(self) -> list[Authenticator]:
        going = list(self.cleaned_data["authenticators"])
        if not may_remove(self.user, going):
            raise SecondFactorAdapter().validation_error("cannot_delete_authenticator")
        return going


class ManageTOTPView(views.ManageTOTPView):  # type: ignore[misc]
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """With the secret as a picture too: other devices read it from the screen."""
        found = self._get_authenticator()
        if found:
            known: HttpResponse = views.response.TOTPResponse(request, found)
            return known
        adapter = SecondFactorAdapter()
        secret = totp.get_totp_secret(regenerate=True)
        url = adapter.build_totp_url(person(request), secret)
        meta = {
            "secret": secret,
            "totp_url": url,
            "picture": adapter.build_totp_svg(url),
        }
        fresh: HttpResponse = APIResponse(
            request, meta=meta, status=HTTPStatus.NOT_FOUND
        )
        return fresh

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The app's first code is a proof as good as any later one, and used up too."""
        answer: HttpResponse = super().post(request, *args, **kwargs)
        found = self._get_authenticator()
        if found:
            counter = _counter_of(found, self.input.cleaned_data["code"])
            found.data[LAST_COUNTER] = counter
            found.save(update_fields=["data"])
            post_authentication(request, found, reauthenticated=True)
        return answer

    def delete(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = self._get_authenticator()
        if found and not may_remove(found.user, [found]):
            error = SecondFactorAdapter().validation_error(
                "cannot_delete_authenticator"
            )
            refused: HttpResponse = views.ErrorResponse(request, exception=error)
            return refused
        answer: HttpResponse = super().delete(request, *args, **kwargs)
        return answer


class ManageWebAuthnView(views.ManageWebAuthnView):  # type: ignore[misc]
    input_class = {
        **views.ManageWebAuthnView.input_class,
        "DELETE": DeleteWebAuthnInput,
    }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer: HttpResponse = super().post(request, *args, **kwargs)
        own = Authenticator.objects.filter(user=request.user, type="webauthn")
        if newest := own.order_by("-pk").first():
            post_authentication(request, newest, reauthenticated=True)
        return answer


def opened(view: type[Any]) -> View:
    """An allauth view for our browsers; what it can't read is a bad frame, no crash."""
    made: View = view.as_api_view(client=Client.BROWSER)

    @wraps(made)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if "Authorization" in request.headers:
            freshness.needs_own_session(request)
        try:
            return made(request, *args, **kwargs)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            if settings.DEBUG or isinstance(error, ValidationError):
                raise
            raise BadFrame from error

    return guarded


def proven(view: type[Any]) -> View:
    """The same, for changing how one signs in."""
    inside = opened(view)

    @wraps(inside)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        freshness.needs_proof_to_change_sign_in(request)
        return inside(request, *args, **kwargs)

    return guarded
