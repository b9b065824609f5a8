from allauth.headless.account import views as account
from allauth.headless.constants import Client
from django.urls import URLPattern, URLResolver, include, path, re_path

import pages
from api import api

# Only signing in and out by code: allauth's other routes stay shut.
BROWSER = Client.BROWSER
account_urls = (
    [
        path("session", account.SessionView.as_api_view(client=BROWSER)),
        path("code/request", account.RequestLoginCodeView.as_api_view(client=BROWSER)),
        path("code/resend", account.ResendLoginCodeView.as_api_view(client=BROWSER)),
        path("code/confirm", account.ConfirmLoginCodeView.as_api_view(client=BROWSER)),
    ],
    "account",
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", api.urls),
    path("_allauth/browser/v1/auth/", include(account_urls)),
    re_path("^(?:api|_allauth)(?:/|$)", pages.unknown_route),
    path("healthz", pages.alive),
    path("readyz", pages.ready),
    path("service-worker.js", pages.service_worker),
    path("manifest.webmanifest", pages.manifest),
    re_path("^(?!static/|ws/)(?P<path>.*)$", pages.web_client),
]
