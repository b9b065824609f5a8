"""Questions and the library over HTTP."""

from typing import Annotated, Any, cast

from django.http import HttpRequest
from ninja import Query, Router

from desk import access, queries
from desk.places import desks_above
from hub.limits import SEARCHES, check
from hub.paging import Limit, Listed, decode_cursor, listed
from teams.models import User

ENTRIES_AT_MOST = 20

router = Router(tags=["desk"])


@router.get("/questions", response=dict[str, Any])
def list_questions(
    request: HttpRequest,
    desk: str | None = None,
    cursor: str | None = None,
    limit: Limit = 50,
) -> Listed:
    """One's own and those one follows; or all of a desk. Newest first."""
    user = cast(User, request.user)
    after = decode_cursor(cursor, int)
    if desk is None:
        questions = queries.questions_of(user)
    else:
        questions = queries.questions_at(access.desk_to_attend(user, desk))
    if after:
        questions = questions.filter(pk__lt=after[0])
    found = list(questions[: limit + 1])
    return listed(found, limit, queries.listed_question, lambda q: (q.pk,))


@router.get("/questions/{question_id}", response=dict[str, Any])
def read_question(request: HttpRequest, question_id: str) -> dict[str, object]:
    """The question with its answers, and where it is in the queue."""
    user = cast(User, request.user)
    return queries.thread(access.question_to_read(user, question_id), user)


@router.get("/desks", response=dict[str, Any])
def list_desks(request: HttpRequest) -> dict[str, object]:
    """The office's and the centre's desk over this person, the nearest first."""
    user = cast(User, request.user)
    unit = access.unit_to_ask_from(user, None)
    return {"items": [queries.desk_shape(desk) for desk in desks_above(unit)]}


@router.get("/library", response=dict[str, Any])
def search_library(
    request: HttpRequest,
    q: Annotated[str, Query(max_length=500)] = "",
    language: Annotated[str, Query(max_length=12)] = "",
    topic: Annotated[str, Query(max_length=60)] = "",
) -> dict[str, object]:
    """Approved answers that fit `q`; without it, those that helped most."""
    user = cast(User, request.user)
    check(SEARCHES, user.pk)
    spoken = language or user.locale
    if q.strip():
        items = queries.suggested_answers(q, spoken, ENTRIES_AT_MOST)
    else:
        items = queries.library(spoken, topic, ENTRIES_AT_MOST)
    return {"items": items, "next": None}
