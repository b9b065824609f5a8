"""The tree by the names of its places, with those that a file would open."""

from collections import defaultdict
from collections.abc import Iterator

import msgspec

from teams.access import Standing
from teams.importing.cells import SEPARATOR, Entry
from teams.importing.table import Unreadable
from teams.models import KINDS_BELOW, Unit, UnitKind
from teams.names import told_apart_by
from teams.roles import Power

PLACES_AT_MOST = 20_000

Names = tuple[str, ...]


class Place(msgspec.Struct):
    """`path` of one that is still to be opened is that of what is there above it."""

    names: Names
    kind: str
    path: str
    unit_id: int | None = None
    postal_codes: tuple[str, ...] = ()
    is_ambiguous: bool = False

    def as_unit(self) -> Unit:
        """What access asks about: no row of its own yet, perhaps."""
        return Unit(pk=self.unit_id, kind=self.kind, path=self.path)


class Said(msgspec.Struct):
    """What a file says of one place, in all of its rows."""

    name: str
    kind: str = ""
    postal_codes: tuple[str, ...] = ()


class Places:
    """By names as `told_apart_by` has them.

    `standing` None: the installation's command.
    """

    def __init__(self, standing: Standing | None) -> None:
        self.standing = standing
        self._by_names: dict[Names, Place] = {}
        self._said: dict[Names, Said] = {}
        self.campaign = ""
        self._load()
        self._by_last_name: dict[str, list[Place]] | None = None

    def _load(self) -> None:
        names: dict[int, Names] = {}
        units = Unit.objects.filter(archived_at=None).order_by("path")
        by_depth = sorted(
            units.values_list("pk", "parent_id", "name", "kind", "path"),
            key=lambda row: row[4].count("/"),
        )
        for pk, parent_id, name, kind, path in by_depth:
            if parent_id is None:
                self.campaign, names[pk] = name, ()
            elif parent_id in names:
                names[pk] = (*names[parent_id], name)
            else:
                continue
            key = _key(names[pk])
            twin = self._by_names.get(key)
            place = Place(names[pk], kind, path, pk, is_ambiguous=twin is not None)
            self._by_names[key] = place

    def key(self, names: Names) -> Names:
        """The campaign's own name in front may be left out."""
        key = _key(names)
        return key[1:] if key[:1] == _key((self.campaign,)) else key

    def find(self, names: Names) -> Place | None:
        """None for what is not there and for what is not theirs, alike."""
        place = self._by_names.get(self.key(names))
        if place is None or not self._may(Power.MANAGE_PEOPLE, place):
            return None
        return place

    def note(self, entry: Entry) -> None:
        """Remembers what a row says of a place; decided on once all have been read."""
        key = self.key(entry.place)
        if not key or entry.is_refused or not (entry.kind or not entry.is_person):
            return
        said = self._said.get(key)
        if said is None:
            if len(self._said) >= PLACES_AT_MOST:
                raise Unreadable("too_many_places")
            said = self._said[key] = Said(entry.place[-1])
        said.kind = said.kind or entry.kind
        codes = dict.fromkeys((*said.postal_codes, *entry.postal_codes))
        said.postal_codes = tuple(codes)

    def plan(self) -> Iterator[Place]:
        """Gives what is to be opened, above before below, and knows it from then on."""
        for key in sorted(self._said, key=lambda one: (len(one), one)):
            said, above = self._said[key], self._by_names.get(key[:-1])
            if key in self._by_names or above is None:
                continue
            kind = said.kind or only_kind_below(above.kind)
            if not self._wrong(key, kind, above):
                names = (*above.names, said.name)
                place = Place(names, kind, above.path, None, said.postal_codes)
                self._by_names[key] = place
                yield place

    def why_not(self, entry: Entry) -> str:
        """Why a row's place can't be opened, for one that `plan` left out."""
        key = self.key(entry.place)
        if len(set(key)) < len(key):
            return "cycle"
        above = self._by_names.get(key[:-1])
        if not key or above is None:
            return "unknown_place"
        said = self._said.get(key)
        if said is None:
            return "unknown_place"
        kind = said.kind or only_kind_below(above.kind)
        return self._wrong(key, kind, above) or "unknown_place"

    def beginning(self, entry: Entry) -> str:
        """How a row's place should begin that begins with one of theirs in the middle.

        '' for what is not theirs: whether it is there is told to nobody.
        """
        key = self.key(entry.place)
        if not key or key[:1] in self._by_names:
            return ""
        if self._by_last_name is None:
            self._by_last_name = defaultdict(list)
            for names, place in self._by_names.items():
                if len(names) > 1 and place.unit_id is not None:
                    self._by_last_name[names[-1]].append(place)
        for place in self._by_last_name.get(key[0], ()):
            if self._may(Power.MANAGE_PEOPLE, place):
                return f" {SEPARATOR} ".join(place.names)
        return ""

    def renew(self, standing: Standing | None) -> None:
        """What its person may do by now."""
        self.standing = standing

    def may_open(self, place: Place) -> bool:
        """Whether a planned place is still missing, and still theirs to open."""
        key = _key(place.names)
        above = self._by_names.get(key[:-1])
        if key in self._by_names or above is None:
            return False
        return not self._wrong(key, place.kind, above)

    def above(self, place: Place) -> Place:
        return self._by_names[_key(place.names[:-1])]

    def add(self, place: Place) -> None:
        self._by_names[_key(place.names)] = place

    def _wrong(self, key: Names, kind: str, above: Place) -> str:
        if len(set(key)) < len(key):
            return "cycle"
        if not self._may(Power.ARRANGE_UNITS, above):
            return "unknown_place"
        if not kind:
            return "no_kind"
        return "" if kind in KINDS_BELOW[above.kind] else "kind_there"

    def _may(self, power: Power, place: Place) -> bool:
        return self.standing is None or self.standing.may(power, place.as_unit())


def only_kind_below(kind: str) -> str:
    """The kind that need not be said, as there is no other; else ''."""
    kinds = KINDS_BELOW[UnitKind(kind)]
    return next(iter(kinds)) if len(kinds) == 1 else ""


def _key(names: Names) -> Names:
    return tuple(map(told_apart_by, names))
