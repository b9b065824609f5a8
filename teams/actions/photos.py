"""One's photo: changed, taken away, and its files swept up behind it."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import timedelta
from functools import partial
from itertools import islice

from django.db import DatabaseError
from django.db import transaction as django_transaction
from django.utils import timezone

from hub.actions import transaction
from hub.errors import Refused, Unanswered
from teams import events
from teams.actions.audit import record
from teams.models import Act, Membership, Photo, User
from teams.photos import Pictures, files

# Whoever is just writing a photo has its files before its row.
KEPT_WITHOUT_ROW = timedelta(days=1)
SWEPT_AT_ONCE = 500


def change_photo(*, user: User, pictures: Pictures) -> Photo:
    """Takes the place of the one before, whose files go once this one is committed."""
    name = files.new_name()
    try:
        files.keep(name, {"small": pictures.small, "large": pictures.large})
        with transaction():
            # Two changes at once come one after the other: the later one stays.
            if not _locked(user):
                raise Refused
            before = _name_of(user)
            photo, _made = Photo.objects.update_or_create(
                user=user, defaults={"name": name, "at": timezone.now()}
            )
            _remove_after_commit(before)
    except DatabaseError:
        # Whether it has committed is not known: the sweep will see.
        raise
    except BaseException as error:
        # What can't be removed now is left to the sweep.
        with suppress(OSError):
            files.remove(name)
        if isinstance(error, OSError):
            raise Unanswered from None
        raise
    return photo


def take_photo_away(*, user: User) -> bool:
    """One's own, or with the account; whether there was one."""
    with transaction():
        _locked(user)
        before = _name_of(user)
        Photo.objects.filter(user=user).delete()
        _remove_after_commit(before)
        return before is not None


def remove_photo(*, membership: Membership, by: User) -> None:
    """By who decides about the member: written down, and the person is told."""
    with transaction():
        if take_photo_away(user=membership.user):
            events.photo_removed(membership)
            record(
                Act.PHOTO_REMOVED,
                by=by,
                unit=membership.unit,
                subject=membership.user,
            )


def sweep_photos() -> None:
    """Removes files of which no row is, and what was never finished, a day later."""
    old = files.older_than(KEPT_WITHOUT_ROW.total_seconds())
    while some := list(islice(old, SWEPT_AT_ONCE)):
        kept = _kept(name for name, _path in some)
        for name, path in some:
            if name not in kept:
                path.unlink(missing_ok=True)


def destroy_photo_files() -> None:
    """All of them, when the campaign is closed out."""
    files.remove_all()


def _locked(user: User) -> bool:
    """Whether the person is still there; others who change their photo wait."""
    mine = User.objects.select_for_update().filter(pk=user.pk)
    return bool(mine.values_list("is_active", flat=True).first())


def _name_of(user: User) -> str | None:
    return Photo.objects.filter(user=user).values_list("name", flat=True).first()


def _kept(names: Iterable[str]) -> set[str]:
    found = Photo.objects.filter(name__in=set(names))
    return set(found.values_list("name", flat=True))


def _remove_after_commit(name: str | None) -> None:
    if name is not None:
        removed = partial(files.remove, name)
        django_transaction.on_commit(removed, robust=True)
