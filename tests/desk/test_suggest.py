import asyncio

import pytest
from django.db import connection

from desk.actions import add_entry
from desk.words import terms_of
from hub.errors import RateLimited
from hub.execution import execute
from hub.live import Hub

pytestmark = pytest.mark.django_db

ENDLESS = {
    "sqlite": (
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
        "SELECT COUNT(*) FROM n WHERE %s <> '' LIMIT %s"
    ),
    "postgresql": "SELECT pg_sleep(60) WHERE %s <> '' LIMIT %s",
}


@pytest.fixture
def suggest():
    def suggest(user, text, **fields):
        return execute(user, {"type": "question.suggest", "text": text, **fields})

    return suggest


def test_the_library_answers_first(cast, suggest, entry):
    [answer] = suggest(cast.alice, "can he vote if his licence expired?")["answers"]

    assert answer["entry"] == str(entry.pk)
    assert answer["title"] == "ID with an old address"
    assert answer["jurisdiction"] == "Ohio"
    assert answer["languages"] == ["ar", "en", "es"]
    assert answer["helped"] == 0


def test_it_answers_in_the_askers_language(cast, suggest, entry):
    answers = suggest(cast.charlie, "license")["answers"]

    assert answers[0]["language"] == "ar"
    assert answers[0]["text"].startswith("نعم")


def test_entries_in_ones_language_come_before_better_ones_in_another(
    cast, suggest, entry
):
    add_entry(
        texts={"en": ("Expired licence", "Licence expired: bring a bill.")},
        approved_by=cast.diana,
    )

    answers = suggest(cast.oscar, "expired licence")["answers"]

    assert [answer["language"] for answer in answers] == ["es", "en"]


@pytest.mark.parametrize("typed", ["هُوِيَّة", "الهوية", "هويه", "عنوان قديم"])
def test_arabic_is_found_however_it_is_typed(cast, suggest, entry, typed):
    assert suggest(cast.charlie, typed)["answers"]


@pytest.mark.parametrize("typed", ["IDENTIFICACION", "identificación", "identif"])
def test_spanish_is_found_without_accents_and_half_typed(cast, suggest, entry, typed):
    assert suggest(cast.oscar, typed)["answers"]


@pytest.mark.parametrize(
    "typed", ['" OR 1', "NEAR(a b)", "a:b & !c | (", "'; DROP TABLE", "*", "و", "?!"]
)
def test_what_looks_like_a_query_is_only_words(cast, suggest, entry, typed):
    assert suggest(cast.alice, typed) == {"answers": [], "open_questions": []}


def test_one_common_word_of_a_long_question_is_chance(cast, suggest, entry):
    text = "Where do we park near the address of the new staging location tonight?"

    assert suggest(cast.alice, text)["answers"] == []


def test_an_entry_that_is_no_longer_valid_is_not_offered(cast, suggest, entry):
    entry.valid_until = entry.valid_from.replace(year=entry.valid_from.year + 1)
    entry.valid_from = entry.valid_from.replace(year=entry.valid_from.year - 1)
    entry.valid_until = entry.valid_from.replace(month=1, day=1, hour=1)
    entry.valid_from = entry.valid_until.replace(year=entry.valid_until.year - 1)
    entry.save()

    assert suggest(cast.alice, "licence")["answers"] == []


def test_open_questions_of_others_appear_without_a_name(cast, suggest, ask):
    question = ask(cast.charlie, "Licence expired and moved, what now?")

    found = suggest(cast.alice, "licence expired")["open_questions"]

    assert [other["question"] for other in found] == [question]
    assert found[0]["others"] == 1
    assert "Charlie" not in str(found)
    assert suggest(cast.charlie, "licence expired")["open_questions"] == []


def test_what_one_follows_is_not_offered_again(cast, suggest, ask, do):
    question = ask(cast.charlie, "Licence expired and moved, what now?")
    do(cast.alice, "question.me_too", question=question)

    assert suggest(cast.alice, "licence expired")["open_questions"] == []


def test_incidents_and_answered_questions_are_not_shown(cast, suggest, ask, answered):
    ask(cast.charlie, "Old address fight at the door", about="incident")

    assert suggest(cast.bob, "old address vote")["open_questions"] == []


def test_a_question_asked_again_is_shown_again(cast, suggest, answered, do):
    do(cast.alice, "question.reopen", question=answered)

    [other] = suggest(cast.bob, "old address vote")["open_questions"]
    assert other["question"] == answered


def test_the_queries_do_not_grow_with_what_is_found(
    cast, suggest, ask, entry, django_assert_num_queries
):
    for number in range(5):
        add_entry(
            texts={"en": (f"Licence {number}", "Licence?"), "es": ("Licencia", "Sí")},
            approved_by=cast.diana,
        )
        ask(cast.charlie, f"licence {number}")

    # PostgreSQL's limit of time takes four statements for each of two searches.
    for_limits = 8 if connection.vendor == "postgresql" else 0
    with django_assert_num_queries(6 + for_limits):
        suggest(cast.alice, "licence")


def test_words_are_compared_without_articles_marks_and_plurals():
    assert terms_of("The licenses") == terms_of("license")
    assert terms_of("¿Los pasaportes?") == terms_of("pasaporte")
    assert terms_of("الهُوِيَّةُ") == terms_of("هويه")


def test_a_search_that_takes_too_long_finds_nothing(
    cast, suggest, entry, monkeypatch, caplog
):
    monkeypatch.setattr("desk.search._STATEMENTS", ENDLESS)

    found = suggest(cast.alice, "licence expired")

    assert found == {"answers": [], "open_questions": []}
    assert "took longer" in caplog.text


@pytest.mark.django_db(transaction=True)
async def test_one_suggestion_at_a_time(cast, entry):
    hub = Hub()
    frame = {"type": "question.suggest", "text": "licence"}

    answers = await asyncio.gather(
        *(hub.perform(person, frame) for person in (cast.alice, cast.alice, cast.bob))
    )

    assert isinstance(answers[1], RateLimited)
    assert [len(answers[n]["answers"]) for n in (0, 2)] == [1, 1]
