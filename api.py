"""The HTTP API: every app's routes under /api/v1/, and one shape for errors."""

import logging
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from chat.api import router as chat_router
from desk.api import router as desk_router
from hub.api import EVENT_STREAM
from hub.api import router as hub_router
from hub.errors import (
    BadFrame,
    HubError,
    Internal,
    Invalid,
    NotSignedIn,
    Refused,
    Unanswered,
)
from keeping.api import router as keeping_router
from overview.api import router as overview_router
from reports.api import router as reports_router
from teams.api import router as teams_router
from teams.requests import signed_in_person

logger = logging.getLogger(__name__)


class Api(NinjaAPI):
    """Its document names what is served beside Django, too."""

    def get_openapi_schema(self, **where: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**where)
        schema["paths"]["/api/v1/streams/{stream}/events"] = {"get": EVENT_STREAM}
        return schema


api = Api(
    title="Muster",
    version="1",
    description="Sign in with a session cookie or `Authorization: Bearer <token>`.",
    docs_url=None,
    auth=signed_in_person,
)
api.add_router("", hub_router)
api.add_router("", teams_router)
api.add_router("", keeping_router)
api.add_router("", chat_router)
api.add_router("", desk_router)
api.add_router("", reports_router)
api.add_router("", overview_router)


@api.exception_handler(HubError)
def explain(request: HttpRequest, error: HubError) -> HttpResponse:
    return _answer(request, error)


@api.exception_handler(AuthenticationError)
def ask_to_sign_in(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return _answer(request, NotSignedIn())


@api.exception_handler(ValidationError)
def name_the_field(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """The first field that is wrong; its place is ['body', 'wanted', 'name', …]."""
    place = [part for part in error.errors[0]["loc"] if isinstance(part, str)]
    in_body = place[0] == "body"
    named = place[2:3] if in_body else place[1:2]
    if not named:
        return _answer(request, Invalid())
    message = format_lazy(_("“{field}” is not valid."), field=named[0])
    return _answer(request, Invalid(message, field=named[0]))


@api.exception_handler(DatabaseError)
def ask_to_come_back(request: HttpRequest, error: DatabaseError) -> HttpResponse:
    logger.error("The database failed", exc_info=error)
    return _answer(request, Unanswered(retry_after_ms=2000))


@api.exception_handler(Exception)
def admit(request: HttpRequest, error: Exception) -> HttpResponse:
    logger.error("A request failed", exc_info=error)
    return _answer(request, Internal())


@api.exception_handler(HttpError)
def explain_http(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Ninja's own: a body that is not JSON, a route that is not there."""
    if error.status_code == BadFrame.status:
        return _answer(request, BadFrame(_("Send JSON.")))
    wrong: HubError = Refused() if error.status_code < 500 else Internal()
    return _answer(request, wrong)


def _answer(request: HttpRequest, error: HubError) -> HttpResponse:
    return api.create_response(request, error.fields(), status=error.status)
