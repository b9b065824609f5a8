"""Opening the places of the tree."""

from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

from hub.actions import transaction
from teams.models import Campaign, Unit, UnitKind

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
        root = _open(Unit(kind=UnitKind.CAMPAIGN, name=name))
        return Campaign.objects.create(
            unit=root,
            kind=kind,
            timezone=timezone,
            languages=languages,
            polls_close_at=polls_close_at,
            is_demo=is_demo,
        )


def open_unit(*, kind: str, name: str, parent: Unit) -> Unit:
    """A new place in the tree, with all that belongs to a unit."""
    with transaction():
        return _open(Unit(kind=kind, name=name, parent=parent))


def _open(unit: Unit) -> Unit:
    # The path needs the id; until then it is one that nobody else can have.
    unit.path = f"/new/{uuid4().hex}/"
    unit.save()
    above = unit.parent.path if unit.parent else "/"
    unit.path = f"{above}{unit.pk}/"
    unit.save(update_fields=["path"])
    for hook in _on_unit_opened:
        hook(unit)
    return unit
