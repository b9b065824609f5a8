"""A file of places and people: sent in pieces, shown row by row, then brought in."""

from typing import Annotated

import msgspec
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router, Schema, Status
from pydantic import StringConstraints

from hub.errors import Conflict, Refused, TooLarge
from hub.paging import Listed, decode_cursor, encode_cursor
from teams import access
from teams.actions import importing as actions
from teams.freshness import needs_fresh_proof
from teams.importing import fates, job
from teams.importing.cells import REASONS, Entry
from teams.importing.ready import entries_of
from teams.importing.sample import example_place, sample
from teams.importing.stalled import is_stalled
from teams.models import Import, ImportPart, ImportState
from teams.requests import person

PARTS_LOOKED_AT = 20
ROWS_SHOWN = 100

router = Router(tags=["importing"])


class NewImport(Schema):
    file_name: Annotated[str, StringConstraints(max_length=400)] = ""


@router.get("/imports", response=dict[str, object])
def list_imports(request: HttpRequest) -> dict[str, object]:
    """One's own, the latest first: at most one of them is not done yet.

    `example`: the names of a place as a row would have them, from the top down.
    """
    user = person(request)
    if not access.may_import(user):
        raise Refused
    latest = Import.objects.filter(by=user).order_by("-pk")[:10]
    example = example_place(access.standing(user), user.locale)
    return {
        "items": [_shape(imported) for imported in latest],
        "next": None,
        "example": example,
    }


@router.get("/imports/sample")
def get_sample(request: HttpRequest) -> HttpResponse:
    """A table to begin with: the columns, and rows with names of one's own places."""
    user = person(request)
    if not access.may_import(user):
        raise Refused
    answer = HttpResponse(
        sample(access.standing(user), user.locale),
        content_type="text/csv; charset=utf-8",
    )
    answer["Content-Disposition"] = 'attachment; filename="muster.csv"'
    return answer


@router.post("/imports", response={201: dict[str, object]})
def begin(request: HttpRequest, wanted: NewImport) -> Status[dict[str, object]]:
    """For who manages people; an earlier one that was not brought in is forgotten."""
    user = person(request)
    if not access.may_import(user):
        raise Refused
    needs_fresh_proof(request)
    imported = actions.begin_import(by=user, file_name=wanted.file_name)
    limits = {"piece_bytes": actions.PIECE_AT_MOST, "pieces": actions.PIECES_AT_MOST}
    return Status(201, _shape(imported) | limits)


@router.put("/imports/{import_id}/pieces/{number}", response={204: None})
def send_piece(request: HttpRequest, import_id: str, number: int) -> Status[None]:
    """The bytes of the file from `number` times `piece_bytes` on, as they are."""
    imported = access.own_import(person(request), import_id)
    try:
        data = request.body
    except RequestDataTooBig:
        raise TooLarge from None
    actions.keep_piece(imported=imported, number=number, data=data)
    return Status(204, None)


@router.post("/imports/{import_id}/check", response=dict[str, object])
def check(request: HttpRequest, import_id: str) -> dict[str, object]:
    """All pieces are there: begins the dry run, in a process of its own."""
    return _turn(
        request, import_id, before=ImportState.SENDING, into=ImportState.CHECKING
    )


@router.post("/imports/{import_id}/confirm", response=dict[str, object])
def confirm(request: HttpRequest, import_id: str) -> dict[str, object]:
    """Brings in what the dry run has shown, as far as it is still so."""
    access.own_import(person(request), import_id)
    needs_fresh_proof(request)
    return _turn(
        request, import_id, before=ImportState.CHECKED, into=ImportState.IMPORTING
    )


@router.post("/imports/{import_id}/go-on", response=dict[str, object])
def go_on(request: HttpRequest, import_id: str) -> dict[str, object]:
    """For one whose process has died: another goes on where it was."""
    imported = access.own_import(person(request), import_id)
    if not is_stalled(imported):
        raise Conflict
    actions.revive(imported)
    job.start(imported)
    return _shape(imported)


@router.get("/imports/{import_id}", response=dict[str, object])
def look(request: HttpRequest, import_id: str) -> dict[str, object]:
    return _shape(access.own_import(person(request), import_id))


@router.delete("/imports/{import_id}", response={204: None})
def give_up(request: HttpRequest, import_id: str) -> Status[None]:
    """Forgets a file that is not being brought in."""
    actions.forget_import(access.own_import(person(request), import_id))
    return Status(204, None)


@router.get("/imports/{import_id}/rows", response=dict[str, object])
def list_rows(
    request: HttpRequest,
    import_id: str,
    cursor: str | None = None,
    refused: bool = False,
) -> Listed:
    """Rows with their fates, a hundred or so at a time; `refused`: those alone."""
    imported = access.own_import(person(request), import_id)
    after = decode_cursor(cursor, int)
    parts = ImportPart.objects.filter(of=imported, number__gt=after[0] if after else -1)
    if refused:
        parts = parts.filter(refused__gt=0)
    items: list[dict[str, object]] = []
    number: int | None = None
    found = list(parts.order_by("number")[:PARTS_LOOKED_AT])
    for place, part in enumerate(found):
        items += [
            {**_row(one), "reason": _reason(one)}
            for one in entries_of(part)
            if one.is_refused or not refused
        ]
        more = place + 1 < len(found)
        if more and len(items) >= ROWS_SHOWN:
            number = part.number
            break
    else:
        number = found[-1].number if len(found) == PARTS_LOOKED_AT else None
    return {"items": items, "next": None if number is None else encode_cursor(number)}


def _turn(
    request: HttpRequest, import_id: str, *, before: ImportState, into: ImportState
) -> dict[str, object]:
    imported = access.own_import(person(request), import_id)
    actions.turn(imported, before=before, into=into)
    job.start(imported)
    return _shape(imported)


def _shape(imported: Import) -> dict[str, object]:
    return {
        "id": str(imported.pk),
        "file_name": imported.file_name,
        "state": imported.state,
        "reason": str(REASONS.get(imported.reason, "")),
        "rows": imported.rows,
        "done": imported.done,
        "counts": fates.by_fate(imported.counts),
        "reasons": [
            {"reason": str(REASONS.get(reason, "")), "count": count}
            for reason, count in fates.by_reason(imported.counts)
        ],
        "places": len(imported.places),
        "stalled": is_stalled(imported),
    }


def _row(entry: Entry) -> dict[str, object]:
    """What the file said; contact details stay with who sent them, and the job."""
    told = msgspec.structs.asdict(entry)
    shown = ("line", "place", "kind", "name", "role", "fate")
    return {name: told[name] for name in shown}


def _reason(entry: Entry) -> str:
    if entry.begin_with:
        return _("There is no “%(first)s” at the top; begin with “%(names)s”.") % {
            "first": entry.place[0],
            "names": entry.begin_with,
        }
    return str(REASONS.get(entry.reason, ""))
