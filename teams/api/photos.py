"""A person's photo: one's own to change, others' to see where one sees their card."""

from typing import Literal

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from limits import RateLimitItemPerMinute
from ninja import Router, Status

from hub import limits
from hub.actions import reading, transaction
from hub.errors import Refused, TooLarge
from teams import deciding, people_access
from teams.actions import change_photo, look_at, remove_photo, take_photo_away
from teams.models import Photo, User
from teams.photos import files, pictures_of
from teams.requests import person

# Each takes a process of its own for a moment.
CHANGES = limits.over_all_processes(RateLimitItemPerMinute(10, 10, namespace="photo"))
# So long a browser asks for one no more: who may not see it any more has it so long.
KEPT_FOR_S = 24 * 60 * 60
TRIES = 2

router = Router(tags=["photos"])


@router.put("/me/photo", response=dict[str, str])
def set_own_photo(request: HttpRequest) -> dict[str, str]:
    """The bytes of a JPEG, PNG or WebP as they are, 1 MiB at most.

    Of it the middle is kept, as a square, without what the file says beside.
    """
    user = person(request)
    limits.check(CHANGES, user.pk)
    try:
        content = request.body
    except RequestDataTooBig:
        raise TooLarge from None
    return {"photo": change_photo(user=user, pictures=pictures_of(content)).name}


@router.delete("/me/photo", response={204: None})
def remove_own_photo(request: HttpRequest) -> Status[None]:
    take_photo_away(user=person(request))
    return Status(204, None)


@router.get("/people/{person_id}/photo")
def show_photo(
    request: HttpRequest,
    person_id: str,
    size: Literal["small", "large"] = "small",
    v: str = "",
) -> HttpResponse:
    """A WebP of 96 or 320 pixels; `v` is what `photo` says beside the person's name.

    For oneself, and for whoever may open the person's card.
    """
    user = person(request)
    for _again in range(TRIES):
        photo = _seen(user, person_id)
        tag = f'"{photo.name}-{size}"'
        if request.headers.get("If-None-Match") == tag:
            return _kept(HttpResponse(status=304), photo, v, tag)
        picture = files.read(photo.name, size)
        if picture is not None:
            answer = HttpResponse(picture, content_type="image/webp")
            return _kept(answer, photo, v, tag)
        # Changed since its row was read: there is another one now, or none.
    raise Refused


@router.delete("/people/{person_id}/photo", response={204: None})
def remove_photo_of(request: HttpRequest, person_id: str) -> Status[None]:
    """For whoever may mute the person: it is written down, and they are told."""
    user = person(request)
    with transaction():
        member = deciding.member_without_photo(user, person_id)
        remove_photo(membership=member, by=user)
    return Status(204, None)


def _seen(user: User, person_id: str) -> Photo:
    with reading():
        photo, members = people_access.photo_to_look_at(user, person_id)
        look_at(user, members)
        return photo


def _kept(answer: HttpResponse, photo: Photo, asked: str, tag: str) -> HttpResponse:
    """An address that names this very picture never leads to another one."""
    lasts = f"max-age={KEPT_FOR_S}, immutable" if asked == photo.name else "no-cache"
    answer["Cache-Control"] = f"private, {lasts}"
    answer["ETag"] = tag
    return answer
