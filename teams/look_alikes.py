"""Names that look like that of somebody who leads: UTS 39, https://unicode.org/reports/tr39/"""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

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


class Leading:
    """Those who lead some places or above them, by what their names look like.

    One query for any number of places, given by their paths.
    """

    def __init__(self, paths: Iterable[str]) -> None:
        self._by_look: dict[tuple[int, str], list[User]] = {}
        above = {unit_id for path in paths for unit_id in chain_ids(path)}
        leading = (
            Membership.objects.filter(unit__in=above, role__in=LEADING)
            .filter(state=MembershipState.ACTIVE, user__is_active=True)
            .select_related("user")
            .order_by("pk")
        )
        for member in leading:
            self.add(member.user, member.unit_id)

    def add(self, user: User, unit_id: int) -> None:
        """From now on this person leads there too."""
        for key in _keys(user.name):
            self._by_look.setdefault((unit_id, key), []).append(user)

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
