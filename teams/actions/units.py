"""Opening the places of the tree."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from uuid import uuid4

from django.db.models import CharField, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext_lazy as _

from hub.actions import insert_models, transaction
from hub.errors import Conflict, Invalid
from teams.actions.audit import record
from teams.actions.twins import check_name, check_names
from teams.models import KINDS_BELOW, Act, Campaign, PostalCode, Unit, UnitKind, User

_on_unit_opened: list[Callable[[Unit], None]] = []


def when_unit_opened(hook: Callable[[Unit], None]) -> None:
    """Registers what else a new unit needs (its room); called by the root files."""
    if hook not in _on_unit_opened:
        _on_unit_opened.append(hook)


def open_campaign(
    *,
    name: str,
    kind: str,
    timezone: str,
    languages: list[str],
    polls_close_at: datetime | None = None,
    is_demo: bool = False,
) -> Campaign:
    with transaction():
        root = _open(Unit(kind=UnitKind.CAMPAIGN, name=name), by=None)
        return Campaign.objects.create(
            unit=root,
            kind=kind,
            timezone=timezone,
            languages=languages,
            polls_close_at=polls_close_at,
            is_demo=is_demo,
        )


def open_unit(
    *,
    kind: str,
    name: str,
    parent: Unit,
    by: User | None = None,
    fields: Mapping[str, str | int | None] = MappingProxyType({}),
    postal_codes: Collection[str] = (),
) -> Unit:
    """A new place in the tree, with all that belongs to a unit.

    `fields` are `place`, `join_mode` and `capacity`. Raises `Invalid` for a kind that
    has no place there and for a name that another has there, `Conflict` if the parent
    was archived.
    """
    with transaction():
        above = still_open(parent)
        check_kind(kind, above)
        check_name(name, above)
        opened = Unit(**{**fields, "kind": kind, "name": name, "parent": above})
        unit = _open(opened, by)
        set_postal_codes(unit, postal_codes)
        return unit


def open_units(
    units: Sequence[Unit], postal_codes: Sequence[Collection[str]], by: User | None
) -> None:
    """Many at once, not saved yet, below places that are there; ids and paths are set.

    Raises as `open_unit` does, and opens none then.
    """
    with transaction():
        hold_tree()
        parents = Unit.objects.filter(archived_at=None).in_bulk(
            {unit.parent_id for unit in units}
        )
        for unit in units:
            parent = parents.get(unit.parent_id or 0)
            if parent is None:
                raise Conflict(_("This place was archived."))
            check_kind(unit.kind, parent)
            unit.parent, unit.path = parent, f"/new/{uuid4().hex}/"
        check_names(units)
        insert_models(units)
        above = Unit.objects.filter(pk=OuterRef("parent")).values("path")
        number = Cast("pk", CharField())
        Unit.objects.filter(pk__in=[unit.pk for unit in units]).update(
            path=Concat(Subquery(above), number, Value("/"))
        )
        for unit in units:
            unit.path = f"{parents[unit.parent_id or 0].path}{unit.pk}/"
        PostalCode.objects.bulk_create(
            PostalCode(unit=unit, code=code)
            for unit, codes in zip(units, postal_codes, strict=True)
            for code in codes
        )
        for unit in units:
            for hook in _on_unit_opened:
                hook(unit)
            _record(unit, by)


def check_kind(kind: str, parent: Unit) -> None:
    if kind not in KINDS_BELOW[parent.kind]:
        raise Invalid(_("Such a place can't be opened there."), field="kind")


def hold_tree() -> None:
    """From here on nobody else moves, archives or opens a place until this commits.

    The campaign's row stands for the whole tree. Rows that refer to it are let in.
    """
    roots = Unit.objects.select_for_update(no_key=True).filter(parent=None)
    list(roots.order_by("pk"))


def still_open(unit: Unit) -> Unit:
    """The unit as it is now, under `hold_tree`; a `Conflict` if it was archived."""
    hold_tree()
    fresh = Unit.objects.get(pk=unit.pk)
    if fresh.archived_at is not None:
        raise Conflict(_("This place was archived."))
    return fresh


def set_postal_codes(unit: Unit, codes: Collection[str]) -> None:
    """Those that are not there yet are added, the others taken away."""
    PostalCode.objects.filter(unit=unit).exclude(code__in=codes).delete()
    rows = [PostalCode(unit=unit, code=code) for code in codes]
    PostalCode.objects.bulk_create(rows, ignore_conflicts=True)


def _open(unit: Unit, by: User | None) -> Unit:
    # The path needs the id; until then it is one that nobody else can have.
    unit.path = f"/new/{uuid4().hex}/"
    unit.save()
    above = unit.parent.path if unit.parent else "/"
    unit.path = f"{above}{unit.pk}/"
    unit.save(update_fields=["path"])
    for hook in _on_unit_opened:
        hook(unit)
    _record(unit, by)
    return unit


def _record(unit: Unit, by: User | None) -> None:
    """Nothing of what no person has opened: a command, the demo."""
    if by is not None:
        record(Act.UNIT_OPENED, by=by, unit=unit, detail={"kind": unit.kind})
