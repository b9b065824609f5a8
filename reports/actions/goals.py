from datetime import date

from hub.actions import transaction
from reports.days import campaign_days
from reports.models import Goal
from teams.models import Unit, User


def set_goal(
    *,
    unit: Unit,
    kind: str,
    target: int,
    by: User | None = None,
    from_day: date | None = None,
) -> Goal:
    """What the unit wants to reach on each day from `from_day` (today) on."""
    with transaction():
        goal, _made = Goal.objects.update_or_create(
            unit=unit,
            kind=kind,
            from_day=from_day or campaign_days().today(),
            defaults={"target": target, "set_by": by},
        )
        return goal
