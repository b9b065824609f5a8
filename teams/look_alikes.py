"""Names that look like that of somebody who leads: UTS 39, https://unicode.org/reports/tr39/"""

import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from disarm import skeleton_key

from teams.models import (
    HeldName,
    Membership,
    MembershipState,
    Unit,
    User,
    chain_ids,
)
from teams.roles import Role

# Shown in place of a name that waits, until there is one.
NO_NAME_YET = "…"
LEADING = frozenset(
    {Role.LEADER, Role.ORGANIZER, Role.DESK_LEAD, Role.DIRECTOR, Role.OWNER}
)


def looks_alike(one: str, other: str) -> bool:
    return bool(_keys(one) & _keys(other))


def imitated(user: User, name: str, unit: Unit) -> User | None:
    """Who of those that lead this place, or one above it, this name looks like.

    None for a name that was allowed this person before.
    """
    if not _keys(name) or (user.pk, name) in names_allowed([user]):
        return None
    return Leading([unit.path]).imitated(user, name, unit.path)


def names_allowed(people: Iterable[User]) -> set[tuple[int, str]]:
    """The names that somebody has allowed these people, with their ids; one query."""
    ids = [user.pk for user in people]
    allowed = HeldName.objects.filter(user__in=ids, allowed_at__isnull=False)
    return set(allowed.values_list("user_id", "name")) if ids else set()


class Like(NamedTuple):
    """Whom a name looks like, and as what they lead there."""

    user: User
    role: str

    def shape(self) -> dict[str, str]:
        return {"id": str(self.user.pk), "name": self.user.name, "role": self.role}


def look_alikes_among(waiting: Sequence[Membership]) -> dict[int, Like]:
    """Of those who ask to come in, whose names will wait; two queries."""
    allowed = names_allowed([one.user for one in waiting])
    leading = Leading([one.unit.path for one in waiting])
    found = {}
    for one in waiting:
        like = leading.imitated(one.user, one.user.name, one.unit.path)
        if like is not None and (one.user_id, one.user.name) not in allowed:
            found[one.pk] = Like(like, leading.role_of(like, one.unit.path))
    return found


def likes_of(held: Sequence[HeldName]) -> dict[int, Like]:
    """As what those lead whom held names look like, by held name; one query."""
    leading = Leading([one.unit.path for one in held])
    return {
        one.pk: Like(one.like, leading.role_of(one.like, one.unit.path)) for one in held
    }


class Leading:
    """Those who lead some places or above them, by what their names look like.

    One query for any number of places, given by their paths.
    """

    def __init__(self, paths: Iterable[str]) -> None:
        self._by_look: dict[tuple[int, str], list[User]] = {}
        self._roles: dict[tuple[int, int], str] = {}
        above = {unit_id for path in paths for unit_id in chain_ids(path)}
        leading = (
            Membership.objects.filter(unit__in=above, role__in=LEADING)
            .filter(state=MembershipState.ACTIVE, user__is_active=True)
            .select_related("user")
            .order_by("pk")
        )
        for member in leading:
            self.add(member.user, member.unit_id)
            self._roles[member.unit_id, member.user_id] = member.role

    def add(self, user: User, unit_id: int) -> None:
        """From now on this person leads there too."""
        for key in _keys(user.name):
            self._by_look.setdefault((unit_id, key), []).append(user)

    def role_of(self, user: User, path: str) -> str:
        """The nearest above; empty for who does not lead there any more."""
        roles = (self._roles.get((pk, user.pk)) for pk in reversed(chain_ids(path)))
        return next((role for role in roles if role), "")

    def imitated(self, user: User, name: str, path: str) -> User | None:
        """Whom the name looks like in the place of this path: the nearest above."""
        keys = sorted(_keys(name))
        for unit_id in reversed(chain_ids(path)):
            for key in keys:
                for one in self._by_look.get((unit_id, key), ()):
                    if one != user:
                        return one
        return None


@lru_cache(maxsize=4096)
def _keys(name: str) -> frozenset[str]:
    """Also of the name in small letters: a capital I looks like a small l."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    keys = {skeleton_key(one, digit_policy="tr39") for one in (name, folded)}
    return frozenset(keys - {"", skeleton_key(NO_NAME_YET, digit_policy="tr39")})
