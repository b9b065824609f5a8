"""What is not the API: the web client's page and what belongs to it."""

from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hub.errors import Refused

# The first parts of the web client's addresses; others get the same page and a 404.
SCREENS = frozenset(
    {
        "",
        "administration",
        "ask",
        "desk",
        "feed",
        "first-run",
        "join",
        "me",
        "nowhere",
        "overview",
        "people",
        "ready-for-the-day",
        "reenter",
        "rooms",
        "signin",
        "styleguide",
        "waiting",
        "wall",
    }
)


@require_safe
def web_client(request: HttpRequest, path: str) -> HttpResponse:
    status = 200 if path.split("/")[0] in SCREENS else 404
    return _built("index.html", "text/html; charset=utf-8", status)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What is not there, or not for this person, looks like any unknown page."""
    if request.path_info.startswith(settings.STATIC_URL):
        return HttpResponse(status=404)
    return _built("index.html", "text/html; charset=utf-8", 404)


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    return _built("service-worker.js", "text/javascript; charset=utf-8")


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    return _built("manifest.webmanifest", "application/manifest+json")


def unknown_route(request: HttpRequest) -> HttpResponse:
    return JsonResponse(Refused().fields(), status=404)


def _built(name: str, content_type: str, status: int = 200) -> HttpResponse:
    """A file of the front end's build, asked for anew each time it is used."""
    try:
        content = (Path(settings.FRONTEND_DIR) / name).read_bytes()
    except FileNotFoundError:
        sentence = _("The pages are not built yet. Run bin/serve, which builds them.")
        return HttpResponse(sentence, content_type="text/plain", status=503)
    headers = {"Cache-Control": "no-cache"}
    return HttpResponse(content, content_type, status, headers=headers)
