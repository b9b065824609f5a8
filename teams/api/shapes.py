"""How places and texts look to who wants to come in."""

from collections.abc import Iterable

import segno

from teams.documents import VERSIONS, text_of
from teams.models import Unit
from teams.queries import first_name, leader_of


def leader_shape(unit: Unit, *, is_invited: bool) -> dict[str, str] | None:
    """Who brings an invitation learns the leader's name; others the first name."""
    leader = leader_of(unit)
    if leader is None:
        return None
    return {"name": leader.name if is_invited else first_name(leader)}


def documents_shape(language: str, documents: Iterable[str]) -> list[dict[str, object]]:
    """Title and three lines of each; the whole text is at `documents/{document}`."""
    return [
        {
            "document": str(document),
            "version": VERSIONS[document],
            "title": text_of(document, language).title,
            "lines": list(text_of(document, language).lines),
        }
        for document in documents
    ]


def qr_of(link: str) -> str:
    """A picture of the link as a `data:` address, always dark on white."""
    code = segno.make(link, error="m", micro=False)
    return code.svg_data_uri(scale=8, border=4, dark="#000", light="#fff")
