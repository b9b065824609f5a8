from django.urls import URLPattern, URLResolver, include, path, re_path

# What the apps show of themselves is known to the site once they are imported.
import chat.admin  # noqa: F401
import desk.admin  # noqa: F401
import pages
import reports.admin  # noqa: F401
from api import api
from teams.admin import site

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", api.urls),
    path("", include("teams.urls")),
    path("admin/", site.urls),
    re_path("^(?:api|_allauth)(?:/|$)", pages.unknown_route),
    path("service-worker.js", pages.service_worker),
    path("manifest.webmanifest", pages.manifest),
    re_path("^(?!static/|ws/)(?P<path>.*)$", pages.web_client),
]
handler404 = "pages.not_found"
