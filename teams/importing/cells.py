"""What the columns are called, and what stands in a row's cells."""

import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache

import msgspec
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hub.errors import Invalid
from teams.importing.table import Unreadable
from teams.models import UnitKind
from teams.names import clean_name
from teams.postal_codes import all_normalised
from teams.roles import Role
from teams.word_packs import word_pack

PHONE_AT_MOST = 20
SEPARATOR = ">"
# As the header may call them, in any case; the first is the one that we write.
COLUMNS: dict[str, dict[str, tuple[str, ...]]] = {
    "place": {"en": ("place", "unit"), "ar": ("المكان",), "es": ("lugar",)},
    "kind": {"en": ("kind",), "ar": ("النوع",), "es": ("tipo",)},
    "postal_codes": {
        "en": ("postal codes", "postal code", "zip"),
        "ar": ("الرموز البريدية",),
        "es": ("códigos postales", "código postal"),
    },
    "name": {"en": ("name",), "ar": ("الاسم",), "es": ("nombre",)},
    "email": {"en": ("email", "e-mail"), "ar": ("البريد",), "es": ("correo",)},
    "phone": {"en": ("phone",), "ar": ("الهاتف",), "es": ("teléfono",)},
    "language": {"en": ("language",), "ar": ("اللغة",), "es": ("idioma",)},
    "role": {"en": ("role",), "ar": ("الدور",), "es": ("función", "rol")},
}
REASONS: dict[str, Promise] = {
    "encoding": _("This file is not in UTF-8. Save it as “CSV UTF-8”, then try again."),
    "empty": _("There are no rows in this file."),
    "columns": _("The first row has to name the columns; “place” must be among them."),
    "too_large": _("This file is too large."),
    "too_many_places": _("These are too many places for one file."),
    "broken": _("This is no row: it is too long, or a quotation mark is not closed."),
    "no_place": _("The place is missing."),
    "unknown_place": _(
        "There is no such place, or it is not yours. Write its names from the top "
        "down, with “>” between them."
    ),
    "not_from_top": _(
        "Write a place's names from the top down, with “>” between them: the first "
        "one here is not at the top."
    ),
    "two_places": _("There are two places of this name."),
    "cycle": _("A place can't be below itself."),
    "no_kind": _("What kind of place is this?"),
    "unknown_kind": _("There is no such kind of place."),
    "kind_there": _("Such a place can't be opened there."),
    "other_kind": _("This place is of another kind."),
    "bad_name": _("The name is missing, too long or can't be shown."),
    "bad_email": _("This is not an e-mail address."),
    "bad_phone": _("This is not a phone number."),
    "bad_language": _("This language is not spoken here."),
    "bad_codes": _("These are not postal codes."),
    "unknown_role": _("There is no such role."),
    "no_role": _("Write a role: in such a place nobody is a volunteer."),
    "role_there": _("Nobody has this role in such a place."),
    "role_above": _("You can invite into your own role at the most."),
    "twice": _("This row is in the file twice."),
    "suspended": _("This person was suspended there."),
    # Of a row that is not refused.
    "name_waits": _(
        "This name looks like that of somebody who leads there. Unless it is them, it "
        "waits until it is allowed."
    ),
}


class Entry(msgspec.Struct, array_like=True):
    """One row, cleaned: a place, or a person in one.

    `reason` is why it is refused, or what else there is to know of it.
    """

    line: int
    place: tuple[str, ...] = ()
    kind: str = ""
    postal_codes: tuple[str, ...] = ()
    name: str = ""
    email: str = ""
    phone: str = ""
    locale: str = ""
    role: str = ""
    fate: str = ""
    reason: str = ""
    # Of a path that does not begin at the top, how it could begin.
    begin_with: str = ""

    @property
    def is_person(self) -> bool:
        return bool(self.email or self.name or self.phone or self.role)

    @property
    def is_refused(self) -> bool:
        return self.fate == "refused"

    def refuse(self, reason: str) -> None:
        self.fate, self.reason = "refused", reason


class Header:
    """Which cell is which column. Raises `Unreadable` without a place."""

    def __init__(self, cells: Sequence[str], campaign_kind: str) -> None:
        names = {
            alias: name
            for name, in_languages in COLUMNS.items()
            for aliases in in_languages.values()
            for alias in aliases
        }
        self._at: dict[str, int] = {}
        for number, cell in enumerate(cells):
            name = names.get(" ".join(cell.replace("_", " ").lower().split()))
            if name:
                self._at.setdefault(name, number)
        if "place" not in self._at:
            raise Unreadable("columns")
        self._kinds, self._roles = words_of(campaign_kind)

    def entry(self, line: int, cells: Sequence[str] | None) -> Entry:
        """The row; refused with the first thing that is wrong in it."""
        entry = Entry(line)
        if cells is None:
            entry.refuse("broken")
            return entry
        told = {
            name: cells[at].strip() if at < len(cells) else ""
            for name, at in self._at.items()
        }
        for name, fill in _FILL.items():
            if text := told.get(name, ""):
                try:
                    fill(self, entry, text)
                except Invalid:
                    entry.refuse(_BAD[name])
                    return entry
        if not entry.place:
            entry.refuse("no_place")
        elif entry.is_person and not entry.email:
            entry.refuse("bad_email")
        return entry

    def _place(self, entry: Entry, text: str) -> None:
        parts = [part for part in text.split(SEPARATOR) if part.strip()]
        entry.place = tuple(clean_name(part) for part in parts)

    def _kind(self, entry: Entry, text: str) -> None:
        entry.kind = _word(self._kinds, text)

    def _postal_codes(self, entry: Entry, text: str) -> None:
        codes = text.replace(";", ",").replace("،", ",").split(",")
        entry.postal_codes = tuple(all_normalised(filter(str.strip, codes)))

    def _name(self, entry: Entry, text: str) -> None:
        entry.name = clean_name(text)

    def _email(self, entry: Entry, text: str) -> None:
        entry.email = text.lower()
        try:
            validate_email(entry.email)
        except ValidationError:
            raise Invalid from None

    def _phone(self, entry: Entry, text: str) -> None:
        entry.phone = clean_phone(text)

    def _language(self, entry: Entry, text: str) -> None:
        entry.locale = _word(_languages(), text)

    def _role(self, entry: Entry, text: str) -> None:
        entry.role = _word(self._roles, text)


_FILL = {
    "place": Header._place,
    "kind": Header._kind,
    "postal_codes": Header._postal_codes,
    "name": Header._name,
    "email": Header._email,
    "phone": Header._phone,
    "language": Header._language,
    "role": Header._role,
}
_BAD = {
    "place": "bad_name",
    "kind": "unknown_kind",
    "postal_codes": "bad_codes",
    "name": "bad_name",
    "email": "bad_email",
    "phone": "bad_phone",
    "language": "bad_language",
    "role": "unknown_role",
}


def clean_phone(text: str) -> str:
    """Digits, with a plus in front if there was one."""
    text = unicodedata.normalize("NFKC", text)
    digits = "".join(str(unicodedata.digit(one)) for one in text if one.isdigit())
    phone = f"+{digits}" if text.strip().startswith("+") else digits
    strange = [one for one in text if not one.isdigit() and one not in " +-./()\u00a0"]
    if strange or not 4 <= len(digits) < PHONE_AT_MOST:
        raise Invalid(field="phone")
    return phone


@cache
def words_of(campaign_kind: str) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Kinds of places and roles by every word that means them."""
    pack = word_pack(campaign_kind)
    kinds = {word.lower(): kind for kind in UnitKind.values for word in [kind]}
    roles = {word.lower(): role for role in Role.values for word in [role]}
    for found, words in ((kinds, pack.units), (roles, pack.roles)):
        for key, in_languages in words.items():
            found.update({word.lower(): key for word in in_languages.values()})
    return kinds, roles


def _languages() -> Mapping[str, str]:
    return {
        word.lower(): code
        for code, name in settings.LANGUAGES
        for word in (code, str(name))
    }


def _word(words: Mapping[str, str], text: str) -> str:
    found = words.get(" ".join(text.lower().split()))
    if found is None:
        raise Invalid
    return found
