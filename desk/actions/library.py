from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from desk import search
from desk.models import EntryText, LibraryEntry
from hub.actions import transaction
from hub.errors import Invalid
from teams.models import User


def add_entry(
    *,
    texts: Mapping[str, tuple[str, str]],
    approved_by: User,
    synonyms: Mapping[str, str] | None = None,
    topic: str = "",
    jurisdiction: str = "",
    source: str = "",
    helped: int = 0,
    checked_at: datetime | None = None,
    valid_from: datetime | None = None,
    valid_until: datetime | None = None,
) -> LibraryEntry:
    """A new approved answer; `texts` is `{language: (title, text)}`."""
    if not texts:
        raise Invalid(_("An answer needs a text."), field="texts")
    now = timezone.now()
    with transaction():
        entry = LibraryEntry.objects.create(
            title=next(iter(texts.values()))[0],
            topic=topic,
            jurisdiction=jurisdiction,
            source=source,
            helped=helped,
            used=helped,
            valid_from=valid_from or now,
            valid_until=valid_until,
            checked_at=checked_at or now,
            approved_by=approved_by,
        )
        for language, (title, text) in texts.items():
            words = (synonyms or {}).get(language, "")
            row = EntryText.objects.create(
                entry=entry, language=language, title=title, text=text, synonyms=words
            )
            search.index_entry(row)
        return entry
