"""Two open places right below one place are never called alike.

Asked under `hold_tree`, so that of two at once the second sees the first. There is no
constraint in the database: none compares names in the same way on both kinds, and
installations may have twins from before this rule, which still can be used.
"""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext_lazy as _

from hub.errors import Conflict, Invalid
from teams.models import Unit
from teams.names import told_apart_by


def check_name(name: str, parent: Unit, *, but: Unit | None = None) -> None:
    """Raises `Invalid` for a name that somebody chooses and another place has."""
    if _twin_of(name, parent, but) is not None:
        raise _taken(name)


def check_names(units: Sequence[Unit]) -> None:
    """The same for many that are to be opened, in one query."""
    above = {unit.parent_id for unit in units}
    beside = Unit.objects.filter(parent__in=above, archived_at=None)
    taken: set[tuple[int | None, str]] = {
        (parent_id, told_apart_by(name))
        for parent_id, name in beside.values_list("parent_id", "name")
    }
    for unit in units:
        key = unit.parent_id, told_apart_by(unit.name)
        if key in taken:
            raise _taken(unit.name)
        taken.add(key)


def check_apart(unit: Unit, parent: Unit) -> None:
    """Raises `Conflict` for a place that would come, with its name, beside a twin."""
    twin = _twin_of(unit.name, parent, unit)
    if twin is not None:
        text = _(
            "A place called “%(name)s” is there already. Rename one of them first."
        )
        raise Conflict(text % {"name": twin})


def check_told_apart(names: Iterable[str], field: str) -> None:
    """Of places that are all still to be opened below one: raises `Invalid`."""
    seen: set[str] = set()
    for name in names:
        if told_apart_by(name) in seen:
            text = _("“%(name)s” is there twice. Each place needs a name of its own.")
            raise Invalid(text % {"name": name}, field=field)
        seen.add(told_apart_by(name))


def _twin_of(name: str, parent: Unit, but: Unit | None) -> str | None:
    """What the other place is called."""
    beside = Unit.objects.filter(parent=parent, archived_at=None)
    if but is not None:
        beside = beside.exclude(pk=but.pk)
    names = beside.values_list("name", flat=True)
    wanted = told_apart_by(name)
    return next((one for one in names if told_apart_by(one) == wanted), None)


def _taken(name: str) -> Invalid:
    text = _("A place called “%(name)s” is there already. Choose another name.")
    return Invalid(text % {"name": name}, field="name")
