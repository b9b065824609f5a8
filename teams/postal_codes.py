"""Postal codes as people type them, and the team whose neighbours have such a code."""

import unicodedata
from collections.abc import Collection, Iterable

from django.db.models import Case, F, IntegerField, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from hub.errors import Invalid
from teams.models import JoinMode, MembershipState, PostalCode, Unit, UnitKind
from teams.queries import member_count

LENGTH_AT_MOST = 12
CODES_AT_MOST = 200
# The room of a place that takes any number of people.
ENDLESS = 1_000_000


def normalised(text: str, field: str = "postal_codes") -> str:
    """Upper case without spaces and dashes, digits of every script as 0 to 9."""
    letters = unicodedata.normalize("NFKC", text).upper()
    code = "".join(_plain(letter) for letter in letters if letter.isalnum())
    if not code or len(code) > LENGTH_AT_MOST or not code.isascii():
        raise Invalid(_("This is not a postal code."), field=field)
    return code


def all_normalised(texts: Iterable[str]) -> list[str]:
    """Each code once, in order."""
    codes = sorted({normalised(text) for text in texts})
    if len(codes) > CODES_AT_MOST:
        raise Invalid(_("These are too many postal codes."), field="postal_codes")
    return codes


def nearest_open_team(
    postal_code: str, *, modes: Collection[JoinMode] = (JoinMode.OPEN,)
) -> Unit | None:
    """The team with room that has this code, else the longest beginning of it.

    Of several the one with most room. `modes`: how teams may let people in. None where
    no team has a code that begins like this one.
    """
    return _nearest(normalised(postal_code, "postal_code"), modes).first()


def _nearest(code: str, modes: Collection[JoinMode]) -> QuerySet[Unit]:
    alike = Case(
        *(
            When(postal_codes__code__startswith=code[:length], then=Value(length))
            for length in range(len(code), 0, -1)
        ),
        output_field=IntegerField(),
    )
    states = (MembershipState.ACTIVE, MembershipState.PENDING)
    room = Coalesce(F("capacity"), Value(ENDLESS)) - member_count(states)
    found = Unit.objects.filter(
        postal_codes__code__startswith=code[0],
        kind=UnitKind.TEAM,
        archived_at=None,
        join_mode__in=modes,
    )
    exact = Case(
        When(postal_codes__code=code, then=Value(1)),
        default=Value(0),
        output_field=IntegerField(),
    )
    return (
        found.annotate(exact=exact, alike=alike, room_left=room)
        .filter(room_left__gt=0)
        .order_by("-exact", "-alike", "-room_left", "pk")
    )


def postal_codes_of(unit: Unit) -> list[str]:
    codes = PostalCode.objects.filter(unit=unit)
    return list(codes.order_by("code").values_list("code", flat=True))


def _plain(letter: str) -> str:
    digit = unicodedata.digit(letter, None)
    return letter if digit is None else str(digit)
