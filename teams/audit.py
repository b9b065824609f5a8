"""Reading the audit log: which entries somebody may see, with names as of now."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from django.db.models import Q, QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from hub.clock import wire_time
from hub.errors import Invalid, Refused
from teams.access import standing
from teams.models import Act, AuditEntry, Unit, UnitKind, User
from teams.names import search_key
from teams.roles import POWERS, Power
from teams.spreadsheets import BOM, cell
from teams.starting import starting

NAMES_AT_MOST = 50
# Of each filter in the name of a file.
NAMED_AT_MOST = 30
# Who deletes their own account ends their memberships by that, and no other way.
BY_ONESELF = {
    Act.PERSON_ERASED.value: _("deleted their account"),
    Act.MEMBER_REMOVED.value: _("left by deleting their account"),
}
# Where messages stand, by their ids, as far as this person may enter their rooms.
MessageSource = Callable[[User, Sequence[int]], Mapping[int, Mapping[str, object]]]
FIELDS = ("seq", "at", "act", "what", "by", "place", "whom", "detail")

_message_sources: list[MessageSource] = []


def register_message_source(source: MessageSource) -> None:
    """Says who knows where a message stands; the root files call it."""
    if source not in _message_sources:
        _message_sources.append(source)


@dataclass(frozen=True, slots=True)
class Filters:
    """People by the start of a first or last name, as in People.

    `place` stands for all that lies below it, too.
    """

    act: str = ""
    who: str = ""
    whom: str = ""
    place: str = ""
    since: datetime | None = None
    until: datetime | None = None


def entries_to_read(user: User, filters: Filters) -> QuerySet[AuditEntry]:
    """The newest first: what happened below, and what one did oneself anywhere.

    What belongs to no place is for who reads the whole campaign.

    Raises `Refused` for who may read nothing of it, and `Invalid` for a filter by which
    nothing could ever be found: a list that is empty would not say so.
    """
    now = standing(user)
    if not any(Power.READ_AUDIT in POWERS[seat.role] for seat in now.seats):
        raise Refused
    entries = AuditEntry.objects.order_by("-seq")
    if not reads_all(user):
        places = Unit.objects.filter(now.units_with(Power.READ_AUDIT))
        below = Q(unit_id__in=places.values("pk"))
        entries = entries.filter(below | Q(actor_id=user.pk))
    _check(filters, entries)
    return entries.filter(_condition(filters))


def file_name(filters: Filters, form: str) -> str:
    """Says which entries are in it: 'audit-all.csv', 'audit-who-olive.csv'."""
    told = [
        f"{name}-{_in_a_name(value)}"
        for name, value in asdict(filters).items()
        if value
    ]
    return f"audit-{'-'.join(told) or 'all'}.{form}"


def reads_all(user: User) -> bool:
    root = Unit.objects.filter(kind=UnitKind.CAMPAIGN).first()
    return root is not None and standing(user).may(Power.READ_AUDIT, root)


def entry_shapes(entries: Sequence[AuditEntry]) -> list[dict[str, object]]:
    """Names are looked up now, in two queries: the log itself knows ids alone."""
    ids = {entry.actor_id for entry in entries} | {e.subject_id for e in entries}
    people = User.objects.in_bulk(ids - {None})
    moved = {pk for entry in entries for pk in _between(entry).values()}
    places = {entry.unit_id for entry in entries} | moved
    units = Unit.objects.in_bulk(places - {None})
    return [
        {
            "seq": entry.seq,
            "at": wire_time(entry.at),
            "act": entry.act,
            "what": _said(entry),
            "by": _named(entry.actor_id, people),
            "place": _named(entry.unit_id, units),
            "whom": _named(entry.subject_id, people),
            "detail": entry.detail,
            "between": {end: _named(pk, units) for end, pk in _between(entry).items()},
        }
        for entry in entries
    ]


def messages_to_see(
    reader: User, entries: Sequence[AuditEntry]
) -> Mapping[int, Mapping[str, object]]:
    """Room and place in it of the messages that entries tell of, by the entry's seq."""
    ids = {entry.seq: entry.detail.get("message") for entry in entries}
    wanted = [pk for pk in ids.values() if isinstance(pk, int)]
    found: dict[int, Mapping[str, object]] = {}
    for source in _message_sources if wanted else ():
        found.update(source(reader, wanted))
    return {seq: found[pk] for seq, pk in ids.items() if pk in found}


def acts() -> list[dict[str, str]]:
    """What can be in the log, in the language of who asks."""
    return [{"act": act.value, "what": str(act.label)} for act in Act]


def as_json(entries: Sequence[AuditEntry]) -> str:
    return json.dumps(entry_shapes(entries), ensure_ascii=False, indent=1)


def as_csv(entries: Sequence[AuditEntry], *, bom: bool) -> str:
    """With `bom` old spreadsheets see that it is UTF-8."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(FIELDS)
    writer.writerows(_cells(shape) for shape in entry_shapes(entries))
    return (BOM if bom else "") + text.getvalue()


def _cells(shape: dict[str, object]) -> Iterable[str]:
    for field in FIELDS:
        value = shape[field]
        if field == "detail":
            value = json.dumps(value, ensure_ascii=False, sort_keys=True)
        elif isinstance(value, dict):
            value = f"{value['name'] or '…'} ({value['id']})"
        yield cell(value)


def _in_a_name(value: str | datetime) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%d-%H%Mz")
    return slugify(value, allow_unicode=True)[:NAMED_AT_MOST]


def _check(filters: Filters, readable: QuerySet[AuditEntry]) -> None:
    if filters.since and filters.until and filters.since > filters.until:
        raise Invalid(_("This is before the time in “From”."), field="until")
    # Of what this person may read: others' names are not to be guessed.
    unknown = _("Nobody whose name begins like this is in the log.")
    if filters.who and not _any(readable, actor_id__in=_people(filters.who)):
        raise Invalid(unknown, field="who")
    if filters.whom and not _any(readable, subject_id__in=_people(filters.whom)):
        raise Invalid(unknown, field="whom")
    if filters.place and not _any(readable, unit_id__in=_places(filters.place)):
        nowhere = _("No place whose name begins like this is in the log.")
        raise Invalid(nowhere, field="place")


def _any(entries: QuerySet[AuditEntry], **like: Sequence[int]) -> bool:
    return entries.order_by().filter(**like).exists()


def _condition(filters: Filters) -> Q:
    wanted = Q()
    if filters.act:
        wanted &= Q(act=filters.act)
    if filters.who:
        wanted &= Q(actor_id__in=_people(filters.who))
    if filters.whom:
        wanted &= Q(subject_id__in=_people(filters.whom))
    if filters.place:
        wanted &= Q(unit_id__in=_places(filters.place))
    if filters.since:
        wanted &= Q(at__gte=filters.since)
    if filters.until:
        wanted &= Q(at__lt=filters.until)
    return wanted


def _people(name: str) -> list[int]:
    if name.isascii() and name.isdigit():
        return [int(name[:18])]
    key = search_key(name)
    called = starting("name_key", key) | starting("surname_key", key)
    found = User.objects.filter(called).order_by("name_key", "pk")
    return list(found.values_list("pk", flat=True)[:NAMES_AT_MOST])


def _places(name: str) -> list[int]:
    named = Unit.objects.filter(name__istartswith=name).order_by("path")
    below = Q(pk__in=[])
    for unit in named[:NAMES_AT_MOST]:
        below |= Q(path__startswith=unit.path)
    return list(Unit.objects.filter(below).values_list("pk", flat=True))


def _between(entry: AuditEntry) -> dict[str, int]:
    """The places that a place was moved from and to."""
    if entry.act != Act.UNIT_MOVED:
        return {}
    ends = {end: entry.detail.get(end) for end in ("from", "to")}
    return {end: pk for end, pk in ends.items() if isinstance(pk, int)}


def _said(entry: AuditEntry) -> str:
    act = entry.act
    if act in BY_ONESELF and entry.actor_id == entry.subject_id:
        return str(BY_ONESELF[act])
    return str(Act(act).label) if act in Act.values else act


def _named(pk: int | None, found: dict[int, User] | dict[int, Unit]) -> object:
    if pk is None:
        return None
    known = found.get(pk)
    return {"id": str(pk), "name": known.name if known else None}
