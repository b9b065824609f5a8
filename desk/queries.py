from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta
from statistics import median
from typing import TypedDict

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from desk import attendance, search
from desk.access import SHARED, states_to_ask_in, valid_now
from desk.models import (
    OPEN,
    WAITING,
    Answer,
    Delivery,
    EntryText,
    LibraryEntry,
    MeToo,
    Question,
)
from desk.shapes import (
    EntryShape,
    answer_shape,
    entry_shape,
    person_shape,
    question_shape,
)
from hub.clock import wire_time
from teams.models import Unit, User
from teams.queries import unit_shape

USUAL_WAIT_S = 180
SHORTEST_WAIT_S = 30
LONGEST_WAIT_S = 3600
RECENT_ANSWERS = 20
HITS_PER_RESULT = 8


class OpenQuestion(TypedDict):
    question: str
    text: str
    language: str
    asked_at: str
    others: int


def open_questions(desk: Unit) -> QuerySet[Question]:
    """What waits or is being answered at this desk."""
    return Question.objects.filter(desk=desk, state__in=OPEN).select_related(
        "unit", "desk", "asker", "claimed_by"
    )


def desks_naming(user: User, _units: Sequence[Unit]) -> list[tuple[str, Unit]]:
    """The desks where something they have asked or hold is open; one query."""
    theirs = Q(asker=user) | Q(claimed_by=user)
    questions = Question.objects.filter(theirs, state__in=OPEN)
    desks = Unit.objects.filter(pk__in=questions.values("desk"))
    return [(desk.desk, desk) for desk in desks]


def question_item(question: Question) -> dict[str, object]:
    return {
        "seq": question.seq,
        "kind": "question.asked",
        "at": wire_time(question.asked_at),
        "by": person_shape(question.asker),
        "data": {"question": question_shape(question)},
    }


def answers_told(user: User) -> QuerySet[Delivery]:
    return Delivery.objects.filter(person=user).select_related(
        "answer__given_by",
        "answer__question__unit",
        "answer__question__desk",
        "answer__question__claimed_by",
    )


def delivery_item(delivery: Delivery) -> dict[str, object]:
    answer = delivery.answer
    return {
        "seq": delivery.seq,
        "kind": "answer.delivered",
        "at": wire_time(delivery.at),
        "by": person_shape(answer.given_by) if answer.given_by else None,
        "data": {
            "question": question_shape(answer.question),
            "answer": answer_shape(answer, delivery.language),
        },
    }


def questions_of(user: User) -> QuerySet[Question]:
    """What this person asked, and what they wait for with others; newest first."""
    followed = MeToo.objects.filter(user=user).values("question")
    mine = Question.objects.filter(Q(asker=user) | Q(pk__in=followed))
    return mine.select_related("unit", "desk", "asker", "claimed_by").order_by("-pk")


def questions_at(desk: Unit) -> QuerySet[Question]:
    there = Question.objects.filter(desk=desk)
    return there.select_related("unit", "desk", "asker", "claimed_by").order_by("-pk")


def listed_question(question: Question) -> dict[str, object]:
    return {**question_shape(question)}


def thread(question: Question, reader: User) -> dict[str, object]:
    """The question as its reader sees it: the asker's name is for those who answer."""
    is_own = question.asker_id == reader.pk
    follows = not is_own and question.followers.filter(user=reader).exists()
    language = question.language if is_own else reader.locale
    answers = question.answers.select_related("given_by").order_by("pk")
    waits = question.state in WAITING
    shape: dict[str, object] = {
        **question_shape(question),
        "is_own": is_own,
        "follows": follows,
        "ahead": waiting_before(question) if waits else 0,
        "usual_wait_s": usual_wait_s(question.desk_id),
        "answers": [_given(answer, language) for answer in answers],
    }
    if not follows:
        told = Delivery.objects.filter(answer__question=question)
        seen = Count("person", filter=Q(seen_at__isnull=False), distinct=True)
        shape |= told.aggregate(told=Count("person", distinct=True), seen=seen)
        shape["by"] = person_shape(question.asker)
    return shape


def waiting_before(question: Question) -> int:
    """How many will be taken first; works for one that is not saved yet."""
    waiting = Question.objects.filter(desk=question.desk_id, state__in=WAITING)
    older = Q(asked_at__lt=question.asked_at)
    if question.at_the_door:
        before = older & Q(at_the_door=True)
    else:
        before = older | Q(at_the_door=True)
    return waiting.filter(before).exclude(pk=question.pk).count()


def usual_wait_s(desk_id: int) -> int:
    """Half of the last answers came faster than this."""
    recent = Question.objects.filter(
        desk=desk_id, answered_at__gte=timezone.now() - timedelta(days=1)
    ).exclude(state="suggested")
    waits = [
        (answered - asked).total_seconds()
        for asked, answered in recent.order_by("-answered_at").values_list(
            "asked_at", "answered_at"
        )[:RECENT_ANSWERS]
        if answered is not None
    ]
    usual = median(waits) if waits else USUAL_WAIT_S
    return int(min(max(usual, SHORTEST_WAIT_S), LONGEST_WAIT_S))


def desk_shape(desk: Unit) -> dict[str, object]:
    return {
        "unit": unit_shape(desk),
        "on_desk": len(attendance.people_at(desk.pk)),
        "usual_wait_s": usual_wait_s(desk.pk),
    }


def suggested_answers(text: str, language: str, limit: int) -> list[EntryShape]:
    """Valid library entries that may answer `text`, those in `language` first."""
    scores: dict[int, float] = {}
    matched: dict[int, str] = {}
    for hit in search.entries_like(text, limit * HITS_PER_RESULT):
        if hit.score > scores.get(hit.id, float("-inf")):
            scores[hit.id], matched[hit.id] = hit.score, hit.language
    entries = LibraryEntry.objects.filter(valid_now(), pk__in=scores)
    best = sorted(entries.prefetch_related("texts"), key=lambda e: -scores[e.pk])
    shapes = [_in_language(entry, language, matched[entry.pk]) for entry in best]
    return sorted(shapes, key=lambda shape: shape["language"] != language)[:limit]


def questions_of_others(user: User, text: str, limit: int) -> list[OpenQuestion]:
    """Open questions like `text` in this person's state; their own are left out."""
    hits = {h.id: h.score for h in search.questions_like(text, limit * HITS_PER_RESULT)}
    in_state = Q(pk__in=[])
    for path in states_to_ask_in(user):
        in_state |= Q(desk__path__startswith=path)
    questions = (
        Question.objects.filter(in_state, pk__in=hits, state__in=OPEN, about__in=SHARED)
        .exclude(asker=user)
        .exclude(followers__user=user)
    )
    best = sorted(questions, key=lambda q: -hits[q.pk])[:limit]
    return [
        {
            "question": str(question.pk),
            "text": question.text,
            "language": question.language,
            "asked_at": wire_time(question.asked_at),
            "others": question.me_toos + 1,
        }
        for question in best
    ]


def library(language: str, topic: str, limit: int) -> list[EntryShape]:
    """The valid entries that helped most."""
    entries = LibraryEntry.objects.filter(valid_now()).prefetch_related("texts")
    if topic:
        entries = entries.filter(topic=topic)
    ranked = entries.order_by("-helped", "pk")[:limit]
    return [_in_language(entry, language, None) for entry in ranked]


def waiting_positions() -> Mapping[int, list[Question]]:
    """Every waiting question by desk, in the order in which it will be taken."""
    queues: dict[int, list[Question]] = defaultdict(list)
    waiting = Question.objects.filter(state__in=WAITING).select_related("asker")
    for question in waiting.order_by("-at_the_door", "asked_at", "pk"):
        queues[question.desk_id].append(question)
    return queues


def _given(answer: Answer, language: str) -> dict[str, object]:
    by = {"by": person_shape(answer.given_by)} if answer.given_by else {}
    return {**answer_shape(answer, language), **by, "at": wire_time(answer.given_at)}


def _in_language(
    entry: LibraryEntry, language: str, fallback: str | None
) -> EntryShape:
    texts = {text.language: text for text in entry.texts.all()}
    text: EntryText = (
        texts.get(language) or texts.get(fallback or "en") or next(iter(texts.values()))
    )
    return entry_shape(entry, text, sorted(texts))
