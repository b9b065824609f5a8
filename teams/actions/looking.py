"""Looking at people outside one's own teams: counted by day, and stopped."""

from collections.abc import Collection
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hub.actions import transaction
from hub.errors import RateLimited
from teams.access import standing
from teams.actions.audit import record
from teams.models import Act, AuditEntry, Look, Membership, Unit, User

PEOPLE_A_DAY = 500
ONE_DAY = timedelta(days=1)


def look_at(viewer: User, members: Collection[Membership]) -> None:
    """Counts these people once today; raises `RateLimited` beyond 500, and flags it.

    Oneself and who is in a place of one's own is not counted.
    """
    own = {seat.unit_id for seat in standing(viewer).seats}
    look_at_people(viewer, {one.user_id for one in members if one.unit_id not in own})


def look_at_people(viewer: User, people: Collection[int]) -> None:
    """The same by their ids, wherever they belong."""
    seen = set(people) - {viewer.pk}
    fresh = seen - _looks_today(viewer) if seen else seen
    if not fresh:
        return
    with transaction():
        # One at a time for each viewer: many requests at once must not slip through.
        User.objects.select_for_update().get(pk=viewer.pk)
        known = _looks_today(viewer)
        allowed = len(known | fresh) <= PEOPLE_A_DAY
        if allowed:
            _write_down(viewer, fresh - known)
        elif not _flagged_today(viewer):
            detail = {"people": PEOPLE_A_DAY}
            place = _highest_place(viewer)
            record(Act.LOOKED_THROUGH, by=viewer, unit=place, detail=detail)
    if not allowed:
        raise RateLimited(
            _(
                "You have looked at more than 500 people today. That is a lot, so it "
                "stops here until tomorrow, and it is written down."
            )
        )


def forget_looks() -> None:
    with transaction():
        yesterday = timezone.now().date() - ONE_DAY
        Look.objects.filter(day__lt=yesterday).delete()


def _looks_today(viewer: User) -> set[int]:
    looks = Look.objects.filter(viewer=viewer, day=timezone.now().date())
    return set(looks.values_list("person_id", flat=True))


def _flagged_today(viewer: User) -> bool:
    today = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    return AuditEntry.objects.filter(
        act=Act.LOOKED_THROUGH, actor_id=viewer.pk, at__gte=today
    ).exists()


def _highest_place(viewer: User) -> Unit | None:
    """Where who reads the log above them shall find it."""
    paths = [seat.path for seat in standing(viewer).seats]
    highest = min(paths, key=lambda path: (path.count("/"), path), default="")
    return Unit.objects.filter(path=highest).first()


def _write_down(viewer: User, people: Collection[int]) -> None:
    day = timezone.now().date()
    Look.objects.bulk_create(
        [Look(viewer=viewer, day=day, person_id=pk) for pk in people],
        ignore_conflicts=True,
    )
