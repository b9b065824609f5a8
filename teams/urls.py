"""Signing in and the ways to do it: allauth's routes, opened one by one."""

from allauth.headless.account import views as account
from allauth.headless.mfa import views as mfa
from django.urls import URLPattern, URLResolver, include, path

from teams import openid
from teams import second_factor as second
from teams.second_factor import opened, proven

_account_urls = (
    [
        path("session", opened(account.SessionView)),
        path("code/request", opened(account.RequestLoginCodeView)),
        path("code/resend", opened(account.ResendLoginCodeView)),
        path("code/confirm", opened(account.ConfirmLoginCodeView)),
    ],
    "account",
)
_second_factor_urls = (
    [
        path("auth/2fa/authenticate", opened(second.AuthenticateView)),
        path("auth/2fa/reauthenticate", opened(second.ReauthenticateView)),
        path("auth/webauthn/authenticate", opened(mfa.AuthenticateWebAuthnView)),
        path("auth/webauthn/reauthenticate", opened(mfa.ReauthenticateWebAuthnView)),
        path("auth/webauthn/login", opened(mfa.LoginWebAuthnView)),
        path("account/authenticators/totp", proven(second.ManageTOTPView)),
        path("account/authenticators/webauthn", proven(second.ManageWebAuthnView)),
        path(
            "account/authenticators/recovery-codes", proven(mfa.ManageRecoveryCodesView)
        ),
    ],
    "mfa",
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("_allauth/browser/v1/auth/", include(_account_urls)),
    path("_allauth/browser/v1/", include(_second_factor_urls)),
    path("signin/<slug:provider_id>/back", openid.come_back, name=openid.CALLBACK_NAME),
]
