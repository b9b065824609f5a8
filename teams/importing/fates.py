"""What becomes of each row, by one set of rules for the dry run and the import."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from teams.access import Standing
from teams.importing.cells import Entry
from teams.importing.places import Place, Places
from teams.look_alikes import Leading
from teams.models import Membership, MembershipState, User
from teams.roles import ROLES_IN, Role

OPENS, JOINS, THERE, REFUSED = "opens", "joins", "there", "refused"


_WHY = f"{REFUSED}:"


def why(reason: str) -> str:
    """As what the refused rows of one reason are counted, beside all of them."""
    return f"{_WHY}{reason}"


def by_fate(counts: Mapping[str, int]) -> dict[str, int]:
    return {key: n for key, n in counts.items() if not key.startswith(_WHY)}


def by_reason(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Of the refused rows, what holds for most of them first."""
    found = [
        (key.removeprefix(_WHY), n) for key, n in counts.items() if key.startswith(_WHY)
    ]
    return sorted(found, key=lambda one: (-one[1], one[0]))


class People(NamedTuple):
    """Who of a set of rows is known, and where they belong or belonged."""

    users: dict[str, User]
    memberships: Mapping[tuple[int, int], Membership]

    def membership(self, email: str, place: Place) -> Membership | None:
        user = self.users.get(email)
        if user is None or place.unit_id is None:
            return None
        return self.memberships.get((user.pk, place.unit_id))


def look_up(entries: Sequence[Entry]) -> People:
    """Two queries for any number of rows."""
    emails = {entry.email for entry in entries if entry.email}
    users = {user.email: user for user in User.objects.filter(email__in=emails)}
    ids = [user.pk for user in users.values()]
    memberships = Membership.objects.filter(user__in=ids).select_related("unit")
    return People(users, {(one.user_id, one.unit_id): one for one in memberships})


def decide(
    entry: Entry, places: Places, people: People, standing: Standing | None
) -> Place | None:
    """Sets the row's fate; gives the place for a row that is not refused.

    Whether a person has an account already is told to nobody: it makes no difference.
    """
    if entry.fate == REFUSED:
        return None
    place = places.find(entry.place)
    if place is None:
        entry.begin_with = places.beginning(entry)
        entry.refuse("not_from_top" if entry.begin_with else places.why_not(entry))
        return None
    if place.is_ambiguous:
        entry.refuse("two_places")
    elif entry.kind and entry.kind != place.kind:
        entry.refuse("other_kind")
    elif not entry.is_person:
        # What was to be opened a moment ago may have been by now, by this import.
        is_new = place.unit_id is None or entry.fate == OPENS
        entry.fate = OPENS if is_new else THERE
    else:
        _decide_person(entry, place, people, standing)
    return None if entry.is_refused else place


def foretell_held(decided: Iterable[tuple[Entry, Place | None]]) -> None:
    """Notes whose name looks like a leader's, by one query for any number of rows.

    By the row alone: whether it is the leader's own address is told to nobody.
    """
    joining = [
        (entry, place)
        for entry, place in decided
        if place is not None and entry.fate == JOINS
    ]
    leading = Leading({place.path for _entry, place in joining})
    nobody = User()
    for entry, place in joining:
        if leading.imitated(nobody, entry.name, place.path) is not None:
            entry.reason = "name_waits"


def _decide_person(
    entry: Entry, place: Place, people: People, standing: Standing | None
) -> None:
    role = entry.role or (Role.VOLUNTEER if place.kind == "team" else "")
    membership = people.membership(entry.email, place)
    if not role:
        entry.refuse("no_role")
    elif role not in ROLES_IN[place.kind]:
        entry.refuse("role_there")
    elif standing is not None and not standing.may_invite(role, place.as_unit()):
        entry.refuse("role_above")
    elif membership and membership.state == MembershipState.SUSPENDED:
        entry.refuse("suspended")
    elif membership and membership.state == MembershipState.ACTIVE:
        entry.fate = THERE
    elif not entry.name:
        # Asked of everybody's row: else it would tell who has an account.
        entry.refuse("bad_name")
    else:
        entry.fate, entry.role = JOINS, role
