"""What the desk puts into the export: what was asked, answered and written down."""

from collections.abc import Iterator

from desk.models import Answer, EntryText, Question
from hub.clock import wire_time
from teams.actions import Table

SET = 2000


def _questions() -> Iterator[tuple[object, ...]]:
    for one in Question.objects.order_by("pk").iterator(SET):
        asked_at = wire_time(one.asked_at)
        what = (one.about, one.topic, one.text, one.state)
        yield one.pk, one.asker_id, asked_at, *what


def _answers() -> Iterator[tuple[object, ...]]:
    for one in Answer.objects.order_by("pk").iterator(SET):
        given_at = wire_time(one.given_at)
        for language, text in one.texts.items():
            yield one.question_id, one.given_by_id, given_at, language, text, one.source


def _library() -> Iterator[tuple[object, ...]]:
    rows = EntryText.objects.select_related("entry").order_by("entry_id", "pk")
    for one in rows.iterator(SET):
        of = one.entry
        words = (one.language, one.title, one.text)
        yield of.pk, of.topic, of.jurisdiction, of.source, *words


TABLES = [
    Table(
        "questions",
        ("id", "person", "asked_at", "about", "topic", "text", "state"),
        _questions,
    ),
    Table(
        "answers",
        ("question", "by", "given_at", "language", "text", "source"),
        _answers,
    ),
    Table(
        "library",
        ("id", "topic", "jurisdiction", "source", "language", "title", "text"),
        _library,
    ),
]
