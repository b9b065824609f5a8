"""How questions, answers and library entries look on the wire."""

from typing import NotRequired, TypedDict

from desk.models import Answer, EntryText, LibraryEntry, Question
from hub.clock import wire_time
from hub.wire import PersonShape, Time, UnitShape
from teams.models import User
from teams.queries import first_name, unit_shape


class QuestionShape(TypedDict):
    id: str
    text: str
    about: str
    topic: NotRequired[str]
    language: str
    at_the_door: bool
    unit: UnitShape
    desk: UnitShape
    state: str
    version: int
    me_toos: int
    claimed_by: NotRequired[PersonShape]
    asked_at: Time


class AnswerShape(TypedDict):
    id: str
    text: str
    language: str
    entry: NotRequired[str]
    source: NotRequired[str]
    version: int


class EntryShape(TypedDict):
    entry: str
    title: str
    text: str
    language: str
    languages: list[str]
    topic: NotRequired[str]
    jurisdiction: NotRequired[str]
    source: NotRequired[str]
    helped: int
    checked_at: Time


def person_shape(user: User) -> PersonShape:
    """A person by first name: all that leaves a team through a desk."""
    return {"id": str(user.pk), "name": first_name(user)}


def question_shape(question: Question) -> QuestionShape:
    shape: QuestionShape = {
        "id": str(question.pk),
        "text": question.text,
        "about": question.about,
        "language": question.language,
        "at_the_door": question.at_the_door,
        "unit": unit_shape(question.unit),
        "desk": unit_shape(question.desk),
        "state": question.state,
        "version": question.version,
        "me_toos": question.me_toos,
        "asked_at": wire_time(question.asked_at),
    }
    if question.topic:
        shape["topic"] = question.topic
    if question.claimed_by:
        shape["claimed_by"] = person_shape(question.claimed_by)
    return shape


def answer_shape(answer: Answer, language: str) -> AnswerShape:
    """The answer in `language`, or else in the one that it was given in."""
    told_in = language if language in answer.texts else answer.language
    shape: AnswerShape = {
        "id": str(answer.pk),
        "text": answer.texts[told_in],
        "language": told_in,
        "version": answer.version,
    }
    if answer.entry_id:
        shape["entry"] = str(answer.entry_id)
    if answer.source:
        shape["source"] = answer.source
    return shape


def entry_shape(
    entry: LibraryEntry, text: EntryText, languages: list[str]
) -> EntryShape:
    shape: EntryShape = {
        "entry": str(entry.pk),
        "title": text.title,
        "text": text.text,
        "language": text.language,
        "languages": languages,
        "helped": entry.helped,
        "checked_at": wire_time(entry.checked_at),
    }
    if entry.topic:
        shape["topic"] = entry.topic
    if entry.jurisdiction:
        shape["jurisdiction"] = entry.jurisdiction
    if entry.source:
        shape["source"] = entry.source
    return shape
