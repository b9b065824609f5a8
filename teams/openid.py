"""Signing in with an OpenID Connect provider that the settings name.

allauth does the OAuth part (state, PKCE, fetching); what makes the answer trustworthy
is checked here: signature, audience, nonce, and that the provider has proven the
address. Whoever is unknown gets an account that belongs nowhere: people become members
by invitation alone.
"""

import secrets
from typing import Any

import requests
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base.constants import AuthError, AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.views import (
    OpenIDConnectOAuth2Adapter,
)
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hub.actions import transaction
from hub.errors import Invalid, Refused, Unavailable
from teams.models import User
from teams.names import LENGTH_AT_MOST, clean_name

# The name that allauth looks the callback's address up by.
CALLBACK_NAME = "openid_connect_callback"
PROVIDER_ID = "openid"
NONCES = "openid_nonces"
NONCES_AT_MOST = 5


class Distrusted(OAuth2Error):  # type: ignore[misc]
    """The provider's answer is not to be believed; `reason` goes to the page."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


def is_offered() -> bool:
    return bool(settings.OPENID_CONNECT_ISSUER)


def begin(request: HttpRequest) -> str:
    """Where the browser has to go to sign in there."""
    if not is_offered():
        raise Refused
    nonce = secrets.token_urlsafe(24)
    kept = request.session.get(NONCES, [])[1 - NONCES_AT_MOST :]
    request.session[NONCES] = [*kept, nonce]
    provider = get_adapter(request).get_provider(request, PROVIDER_ID)
    try:
        answer = provider.redirect(
            request,
            AuthProcess.LOGIN,
            next_url="/signin?back=1",
            headless=True,
            auth_params={"nonce": nonce},
        )
    except (requests.RequestException, KeyError) as error:
        raise Unavailable(
            _("%(name)s does not answer right now. Sign in with a code by e-mail.")
            % {"name": settings.OPENID_CONNECT_NAME},
            retry_after_ms=60_000,
        ) from error
    return str(answer["Location"])


def come_back(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Where the provider sends the browser to, with a code or an error."""
    if not is_offered() or provider_id != PROVIDER_ID:
        return _failed("failed")
    view = OAuth2CallbackView.adapter_view(_Protocol(request, provider_id))
    try:
        answer: HttpResponseBase = view(request)
    except (requests.RequestException, OAuth2Error):
        return _failed("failed")
    except (KeyError, TypeError, ValueError, AttributeError):
        # Whatever stands in an answer that is not as the specification has it.
        return _failed("failed")
    return answer


class _Protocol(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        return callback_address()

    def complete_login(
        self, request: HttpRequest, app: Any, token: Any, **kwargs: Any
    ) -> SocialLogin:
        claims = self._claims(app, kwargs["response"].get("id_token") or "")
        _use_up_nonce(request, str(claims.get("nonce", "")))
        found: dict[str, Any] = {"id_token": claims}
        if "email" not in claims or "email_verified" not in claims:
            userinfo = self._fetch_user_info(token.token)
            if userinfo.get("sub") != claims.get("sub"):
                raise Distrusted("failed")
            found["userinfo"] = userinfo
        return self.get_provider().sociallogin_from_response(request, found)

    def _claims(self, app: Any, id_token: str) -> dict[str, Any]:
        """Checked by the provider's keys, also where TLS alone would be allowed to do.

        Raises `OAuth2Error` for a wrong signature, issuer, audience or time.
        """
        claims: dict[str, Any] = jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )
        authorized = claims.get("azp", app.client_id)
        if authorized != app.client_id:
            raise Distrusted("failed")
        return claims


class SocialAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Finds or makes the account; tells the page what went wrong."""

    def get_provider(self, *args: Any, **kwargs: Any) -> Any:
        provider = super().get_provider(*args, **kwargs)
        provider.oauth2_adapter_class = _Protocol
        return provider

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        address = _proven_address(sociallogin)
        if sociallogin.is_existing:
            user = sociallogin.user
        else:
            with transaction():
                user = _account(address, sociallogin)
                if user.is_active:
                    sociallogin.connect(request, user)
        if not user.is_active:
            raise ImmediateHttpResponse(_failed("refused"))

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Exception | None = None,
        extra_context: Any = None,
    ) -> None:
        reason = "cancelled" if error == AuthError.CANCELLED else "failed"
        if isinstance(exception, Distrusted):
            reason = exception.reason
        raise ImmediateHttpResponse(_failed(reason))


def callback_address() -> str:
    """What has to be registered with the provider."""
    back = reverse(CALLBACK_NAME, kwargs={"provider_id": PROVIDER_ID})
    return f"{settings.PUBLIC_URL}{back}"


def _use_up_nonce(request: HttpRequest, nonce: str) -> None:
    """One of this browser's own, once: an answer to somebody else signs nobody in."""
    kept = request.session.get(NONCES, [])
    left = [one for one in kept if not constant_time_compare(one, nonce)]
    if len(left) == len(kept):
        raise Distrusted("failed")
    request.session[NONCES] = left


def _proven_address(sociallogin: SocialLogin) -> str:
    # Some send a text; anything else than these two is no yes.
    proven = [
        one.email
        for one in sociallogin.email_addresses
        if one.verified is True or one.verified == "true"
    ]
    if not proven:
        raise ImmediateHttpResponse(_failed("unverified"))
    return str(proven[0]).strip().lower()


def _account(address: str, sociallogin: SocialLogin) -> User:
    found = User.objects.filter(email=address).first()
    if found is not None:
        return found
    extra = sociallogin.account.get_provider_account().get_user_data() or {}
    try:
        name = clean_name(str(extra.get("name") or ""))
    except Invalid:
        name = clean_name(address.partition("@")[0][:LENGTH_AT_MOST])
    return User.objects.create_user(address, name, (get_language() or "en")[:2])


def _failed(reason: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"/signin?failed={reason}")
