"""Changing, moving and archiving places. What happened in them stays where it was."""

from collections.abc import Callable, Collection, Mapping, Sequence

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Concat, Substr
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hub.actions import renewed, transaction
from hub.errors import Conflict
from teams.actions.audit import record
from teams.actions.twins import check_apart, check_name
from teams.actions.units import check_kind, hold_tree, set_postal_codes, still_open
from teams.models import Act, Membership, MembershipState, Unit, UnitKind, User
from teams.postal_codes import postal_codes_of

Hook = Callable[[Sequence[Unit]], None]

_on_renamed: list[Callable[[Unit], None]] = []
_on_archived: list[Hook] = []
_on_reopened: list[Hook] = []


def when_unit_renamed(hook: Callable[[Unit], None]) -> None:
    """Registers what is called like a unit (its room, its feed) and tells so."""
    if hook not in _on_renamed:
        _on_renamed.append(hook)


def when_units_archived(hook: Hook, *, reopened: Hook) -> None:
    """Registers what ends with units (their rooms) and comes back with them."""
    if hook not in _on_archived:
        _on_archived.append(hook)
        _on_reopened.append(reopened)


def change_unit(
    *,
    unit: Unit,
    by: User,
    fields: Mapping[str, str | int | None],
    postal_codes: Collection[str] | None = None,
) -> Unit:
    """Sets `name`, `place`, `join_mode`, `capacity` as far as given, and the codes."""
    with transaction():
        unit = still_open(unit)
        new = {
            name: fields[name] for name in fields if getattr(unit, name) != fields[name]
        }
        if "name" in new and unit.parent is not None:
            check_name(str(new["name"]), unit.parent, but=unit)
        for name, value in new.items():
            setattr(unit, name, value)
        unit.save(update_fields=list(new))
        if postal_codes is not None and set(postal_codes) != set(postal_codes_of(unit)):
            set_postal_codes(unit, postal_codes)
            new["postal_codes"] = None
        if "name" in new:
            for hook in _on_renamed:
                hook(unit)
        if new:
            renewed(users=(), reason="changed")
            detail = {"fields": " ".join(sorted(new))}
            record(Act.UNIT_CHANGED, by=by, unit=unit, detail=detail)
        return unit


def move_unit(*, unit: Unit, parent: Unit, by: User) -> Unit:
    """Hangs a place, with everything below it, under another one.

    What was reported stays counted where it was made; later reports count in the new
    chain. Raises `Conflict` under itself and beside a place that is called the same,
    `Invalid` where its kind has no place.
    """
    with transaction():
        unit, parent = still_open(unit), still_open(parent)
        if parent.path.startswith(unit.path):
            raise Conflict(_("A place can't be moved below itself."))
        check_kind(unit.kind, parent)
        if unit.parent_id == parent.pk:
            return unit
        check_apart(unit, parent)
        left, joined = set(unit.ancestor_ids), set(parent.chain_ids)
        was, path = unit.path, f"{parent.path}{unit.pk}/"
        Unit.objects.filter(pk=unit.pk).update(parent=parent)
        Unit.objects.filter(path__startswith=was).update(
            path=Concat(Value(path), Substr("path", len(was) + 1))
        )
        detail = {"from": unit.parent_id, "to": parent.pk}
        unit.parent, unit.path = parent, path
        renewed(users=_people(path, left ^ joined), reason="moved")
        record(Act.UNIT_MOVED, by=by, unit=unit, detail=detail)
        return unit


def archive_unit(*, unit: Unit, by: User) -> None:
    """Ends a place and everything below it: nobody reads or writes there any more."""
    with transaction():
        unit = still_open(unit)
        if unit.kind == UnitKind.CAMPAIGN:
            raise Conflict(_("A campaign is closed out, not archived."))
        units = list(_below(unit).filter(archived_at=None))
        _below(unit).filter(archived_at=None).update(archived_at=timezone.now())
        for hook in _on_archived:
            hook(units)
        renewed(users=_people(unit.path, unit.ancestor_ids), reason="archived")
        record(Act.UNIT_ARCHIVED, by=by, unit=unit, detail={"places": len(units)})


def reopen_unit(*, unit: Unit, by: User) -> Unit:
    """Brings an archived place back, with what was archived together with it."""
    with transaction():
        hold_tree()
        unit = Unit.objects.select_related("parent").get(pk=unit.pk)
        if unit.archived_at is None:
            return unit
        if unit.parent is None or unit.parent.archived_at is not None:
            raise Conflict(_("The place above it is archived. Bring that back first."))
        check_apart(unit, unit.parent)
        together = _below(unit).filter(archived_at=unit.archived_at)
        units = list(together)
        together.update(archived_at=None)
        unit.archived_at = None
        for hook in _on_reopened:
            hook(units)
        renewed(users=_people(unit.path, unit.ancestor_ids), reason="reopened")
        detail = {"again": True, "places": len(units)}
        record(Act.UNIT_OPENED, by=by, unit=unit, detail=detail)
        return unit


def _below(unit: Unit) -> QuerySet[Unit]:
    return Unit.objects.filter(path__startswith=unit.path).order_by("path")


def _people(path: str, unit_ids: Collection[int]) -> Collection[int]:
    """Whose rights reach into the subtree or out of it: members there and above."""
    there = Q(unit__path__startswith=path) | Q(unit__in=unit_ids)
    rows = Membership.objects.filter(there, state=MembershipState.ACTIVE)
    return rows.order_by().values_list("user_id", flat=True).distinct()
