"""One search over library and questions: FTS5 on SQLite, tsvector on PostgreSQL.

Both index the same normalised terms (`desk.words`), so both find the same.
"""

import logging
from typing import NamedTuple

from django.db import connection

from desk.models import EntryText, Question, SearchText
from desk.words import terms_of
from hub.patience import OutOfTime, within

logger = logging.getLogger(__name__)

SEARCH_WITHIN_S = 0.3

MOST_QUERY_TERMS = 24
MOST_TERMS_FOR_ONE_IN_COMMON = 2
WORTH_SHOWING = 0.4  # of the best hit's score


class Hit(NamedTuple):
    """`score` grows with how well it fits."""

    id: int
    language: str
    score: float


def index_entry(text: EntryText) -> None:
    """Makes one language of a library entry findable, in place of what it was."""
    words = " ".join(terms_of(f"{text.title} {text.synonyms} {text.text}"))
    SearchText.objects.update_or_create(
        entry_id=text.entry_id, language=text.language, defaults={"terms": words}
    )


def index_question(question: Question) -> None:
    """Only open questions are findable: `forget_question` when it is answered."""
    SearchText.objects.update_or_create(
        question=question,
        language=question.language,
        defaults={"terms": " ".join(terms_of(question.text))},
    )


def forget_question(question: Question) -> None:
    SearchText.objects.filter(question=question).delete()


def forget_words() -> None:
    """Makes the index anew from what is there; deleted words stay in its old parts."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO desk_search(desk_search) VALUES ('rebuild')")
            cursor.execute("INSERT INTO desk_search(desk_search) VALUES ('optimize')")


def entries_like(text: str, limit: int) -> list[Hit]:
    """Library entries with words of `text`, best first; one hit per language.

    A search that takes too long finds nothing: the question goes to people then.
    """
    return _hits("entry_id", text, limit)


def questions_like(text: str, limit: int) -> list[Hit]:
    """Open questions with words of `text`, best first."""
    return _hits("question_id", text, limit)


def _hits(column: str, text: str, limit: int) -> list[Hit]:
    terms = list(dict.fromkeys(terms_of(text)))[:MOST_QUERY_TERMS]
    if not terms:
        return []
    sql, query = _STATEMENTS[connection.vendor], _QUERIES[connection.vendor](terms)
    try:
        with within(SEARCH_WITHIN_S), connection.cursor() as cursor:
            cursor.execute(sql.format(column=column), [query, limit])
            rows = cursor.fetchall()
    except OutOfTime:
        logger.warning("A search took longer than %s s", SEARCH_WITHIN_S)
        return []
    hits = [Hit(*row[:3]) for row in rows if _fits(terms, row[3].split())]
    best = max((hit.score for hit in hits), default=0.0)
    return [hit for hit in hits if hit.score >= best * WORTH_SHOWING]


def _fits(asked: list[str], found: list[str]) -> bool:
    """One common word of a long question is chance, and no suggestion."""
    words = set(found)
    common = sum(term in words for term in asked[:-1])
    common += any(word.startswith(asked[-1]) for word in words)
    return common >= (2 if len(asked) > MOST_TERMS_FOR_ONE_IN_COMMON else 1)


def _fts5(terms: list[str]) -> str:
    return " OR ".join([*(f'"{term}"' for term in terms[:-1]), f'"{terms[-1]}"*'])


def _tsquery(terms: list[str]) -> str:
    return " | ".join([*(f"'{term}'" for term in terms[:-1]), f"'{terms[-1]}':*"])


# The last word may still be growing under the person's thumb: it matches as a prefix.
_QUERIES = {"sqlite": _fts5, "postgresql": _tsquery}
_STATEMENTS = {
    "sqlite": (
        "SELECT s.{column}, s.language, -bm25(desk_search) AS score, s.terms "
        "FROM desk_search JOIN desk_searchtext s ON s.id = desk_search.rowid "
        "WHERE desk_search MATCH %s AND s.{column} IS NOT NULL "
        "ORDER BY score DESC, s.id DESC LIMIT %s"
    ),
    "postgresql": (
        "SELECT s.{column}, s.language, "
        "ts_rank(to_tsvector('simple', s.terms), query, 1)::float AS score, s.terms "
        "FROM desk_searchtext s, to_tsquery('simple', %s) query "
        "WHERE to_tsvector('simple', s.terms) @@ query AND s.{column} IS NOT NULL "
        "ORDER BY score DESC, s.id DESC LIMIT %s"
    ),
}
