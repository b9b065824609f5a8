"""What this app holds of people: themselves, where they belong, what was done."""

from base64 import b64encode
from collections.abc import Iterator

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.db.models import Q
from django.utils import timezone

from hub.actions import transaction
from hub.clock import wire_time
from hub.models import ReadMark, Receipt
from teams.actions.personal import PersonalPart, Row
from teams.actions.photos import take_photo_away
from teams.models import (
    AuditEntry,
    HeldName,
    Invitation,
    Membership,
    Photo,
    Reentry,
    User,
)
from teams.photos import files


def _profile(user: User) -> Iterator[Row]:
    yield {
        "name": user.name,
        "email": user.email,
        "phone": user.phone,
        "language": user.locale,
        "joined_at": wire_time(user.joined_at),
    }


def _memberships(user: User) -> Iterator[Row]:
    rows = user.memberships.select_related("unit").order_by("pk")
    for one in rows.iterator(chunk_size=500):
        yield _membership(one)


def _membership(one: Membership) -> dict[str, object]:
    return {
        "place": one.unit.name,
        "kind": one.unit.kind,
        "role": one.role,
        "state": one.state,
        "since": wire_time(one.since),
    }


def _consents(user: User) -> Iterator[Row]:
    for one in user.consents.order_by("pk").iterator(chunk_size=500):
        yield {
            "document": one.document,
            "version": one.version,
            "at": wire_time(one.at),
        }


def _acts(user: User) -> Iterator[Row]:
    about = Q(actor_id=user.pk) | Q(subject_id=user.pk)
    for one in (
        AuditEntry.objects.filter(about).order_by("seq").iterator(chunk_size=500)
    ):
        yield {
            "at": wire_time(one.at),
            "act": one.act,
            "by_me": one.actor_id == user.pk,
            "about_me": one.subject_id == user.pk,
            "detail": one.detail,
        }


def _photo(user: User) -> Iterator[Row]:
    """The larger one; the other is the same, smaller."""
    for one in Photo.objects.filter(user=user):
        picture = files.read(one.name, "large") or b""
        yield {
            "at": wire_time(one.at),
            "type": "image/webp",
            "base64": b64encode(picture).decode(),
        }


def _erase_photo(user: User) -> None:
    take_photo_away(user=user)


def _erase_profile(user: User) -> None:
    """Last of all: an account that still has its address is not done."""
    with transaction():
        EmailAddress.objects.filter(user=user).delete()
        user.consents.all().delete()
        user.tokens.all().delete()
        user.looks.all().delete()
        Reentry.objects.filter(user=user).delete()
        HeldName.objects.filter(user=user).delete()
        UserSession.objects.filter(user=user).delete()
        Invitation.objects.filter(created_by=user).update(revoked_at=timezone.now())
        Receipt.objects.filter(author_id=user.pk).delete()
        ReadMark.objects.filter(user_id=user.pk).delete()
        user.email, user.phone = erased_address(user.pk), ""
        user.last_login = None
        user.save(update_fields=["email", "phone", "last_login"])


def erased_address(pk: int) -> str:
    """Nobody's: an account needs one, and no mail can go there."""
    return f"erased-{pk}@erased.invalid"


def _nothing(_user: User) -> None:
    """Goes with the profile, or stays as what was done."""


PARTS = [
    PersonalPart("memberships", _memberships, _nothing),
    PersonalPart("consents", _consents, _nothing),
    PersonalPart("acts", _acts, _nothing),
    PersonalPart("photo", _photo, _erase_photo),
    PersonalPart("profile", _profile, _erase_profile),
]
