"""What an owner or director looks at: is this installation well?"""

import platform
from importlib.metadata import version

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from ninja import Router

from hub import live
from hub.errors import Refused
from teams.access import standing
from teams.queries import people_count
from teams.requests import person
from teams.roles import Role

PACKAGES = ("django", "channels", "daphne")

router = Router(tags=["health"])


@router.get("/health", response=dict[str, object])
def health(request: HttpRequest) -> dict[str, object]:
    roles = {seat.role for seat in standing(person(request)).seats}
    if not roles & {Role.OWNER, Role.DIRECTOR}:
        raise Refused
    hub = live.now()
    return {
        "mail_ready": settings.MAIL_READY,
        "database": connection.vendor,
        "bus": "redis" if settings.REDIS_URL else "local",
        "sockets": hub.socket_count if hub else 0,
        "draining": hub.draining if hub else False,
        "people": people_count(),
        "versions": {
            "python": platform.python_version(),
            **{name: version(name) for name in PACKAGES},
        },
    }
