"""The audit log for those who may read it: pages, a check of the chain, an export."""

from datetime import datetime
from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Schema
from pydantic import StringConstraints

from hub import limits
from hub.actions import transaction
from hub.errors import Invalid, Refused
from hub.paging import Limit, decode_cursor, listed
from teams import audit
from teams.actions import first_broken_entry, record
from teams.freshness import needs_fresh_proof
from teams.models import Act, AuditEntry, User
from teams.requests import person

ROWS_AT_MOST = 100_000
CONTENT_TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json"}

router = Router(tags=["audit"])

Text = Annotated[str, StringConstraints(max_length=80, strip_whitespace=True)]


class Filter(Schema):
    act: Text = ""
    who: Text = ""
    whom: Text = ""
    place: Text = ""
    since: datetime | None = None
    until: datetime | None = None


class Export(Filter):
    format: Literal["csv", "json"] = "csv"
    bom: bool = False


@router.get("/audit", response=dict[str, object])
def list_entries(
    request: HttpRequest,
    wanted: Query[Filter],
    cursor: str | None = None,
    limit: Limit = 50,
) -> dict[str, object]:
    """What was done to whom or where, the newest first; `count` of all pages."""
    user = person(request)
    entries = page_of = audit.entries_to_read(user, _filters(wanted))
    if after := decode_cursor(cursor, int):
        page_of = entries.filter(seq__lt=after[0])
    found = list(page_of[: limit + 1])
    messages = audit.messages_to_see(user, found)
    shapes = {
        entry: {**shape, "message": messages.get(entry.seq)}
        for entry, shape in zip(found, audit.entry_shapes(found), strict=True)
    }
    page = listed(found, limit, shapes.__getitem__, lambda entry: (entry.seq,))
    return {
        **page,
        "count": entries[: ROWS_AT_MOST + 1].count(),
        "acts": audit.acts(),
        "reads_all": audit.reads_all(user),
    }


@router.post("/audit/check", response=dict[str, object])
def check_chain(request: HttpRequest) -> dict[str, object]:
    """Whether no entry was changed or taken out: reads the whole log."""
    user = person(request)
    if not audit.reads_all(user):
        raise Refused
    limits.check(limits.SEARCHES, user.pk)
    return {"broken_at": first_broken_entry(), "entries": AuditEntry.objects.count()}


@router.post("/audit/export")
def export_entries(request: HttpRequest, wanted: Export) -> HttpResponse:
    """The same as a file, at most 100,000 entries; that it was made is written down."""
    user = person(request)
    filters = _filters(wanted)
    entries = list(audit.entries_to_read(user, filters)[: ROWS_AT_MOST + 1])
    needs_fresh_proof(request)
    if len(entries) > ROWS_AT_MOST:
        raise Invalid(_("That is too much for one file. Choose less time."))
    text = (
        audit.as_json(entries)
        if wanted.format == "json"
        else audit.as_csv(entries, bom=wanted.bom)
    )
    _record_export(user, wanted.format, len(entries))
    answer = HttpResponse(text, CONTENT_TYPES[wanted.format])
    name = audit.file_name(filters, wanted.format)
    answer["Content-Disposition"] = content_disposition_header(True, name) or ""
    answer["Cache-Control"] = "no-store"
    return answer


def _record_export(user: User, form: str, rows: int) -> None:
    with transaction():
        record(
            Act.EXPORTED,
            by=user,
            detail={"what": "audit", "format": form, "rows": rows},
        )


def _filters(wanted: Filter) -> audit.Filters:
    if wanted.act and wanted.act not in Act.values:
        raise Invalid(field="act")
    for name in ("since", "until"):
        moment = getattr(wanted, name)
        if moment is not None and moment.tzinfo is None:
            raise Invalid(_("A time needs its time zone."), field=name)
    return audit.Filters(
        act=wanted.act,
        who=wanted.who,
        whom=wanted.whom,
        place=wanted.place,
        since=wanted.since,
        until=wanted.until,
    )
