"""What the apps say of themselves to an owner; see docs/trust.md."""

from teams.admin import people, places
from teams.admin.base import ShownOnly, by, column, link, person_link, place_link
from teams.admin.site import site

__all__ = [
    "ShownOnly",
    "by",
    "column",
    "link",
    "people",
    "person_link",
    "place_link",
    "places",
    "site",
]
