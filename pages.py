"""What is not the API: the web client's page, and whether this server is well."""

from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hub import live
from hub.errors import Refused

# The first parts of the web client's addresses; others get the same page and a 404.
SCREENS = frozenset(
    {
        "",
        "ask",
        "desk",
        "feed",
        "first-run",
        "health",
        "join",
        "me",
        "people",
        "rooms",
        "signin",
        "styleguide",
    }
)


@require_safe
def web_client(request: HttpRequest, path: str) -> HttpResponse:
    status = 200 if path.split("/")[0] in SCREENS else 404
    return _built("index.html", "text/html; charset=utf-8", status)


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    return _built("service-worker.js", "text/javascript; charset=utf-8")


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    return _built("manifest.webmanifest", "application/manifest+json")


def unknown_route(request: HttpRequest) -> HttpResponse:
    return JsonResponse(Refused().fields(), status=404)


@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"status": "alive"})


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """503 while no traffic should come: draining, or no database."""
    hub = live.now()
    draining = hub.draining if hub else False
    database = _database_answers()
    status = 200 if database and not draining else 503
    return JsonResponse({"database": database, "draining": draining}, status=status)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _built(name: str, content_type: str, status: int = 200) -> HttpResponse:
    """A file of the front end's build, asked for anew each time it is used."""
    try:
        content = (Path(settings.FRONTEND_DIR) / name).read_bytes()
    except FileNotFoundError:
        sentence = _("The pages are not built yet. Run bin/serve, which builds them.")
        return HttpResponse(sentence, content_type="text/plain", status=503)
    headers = {"Cache-Control": "no-cache"}
    return HttpResponse(content, content_type, status, headers=headers)
