from collections.abc import Mapping
from typing import NotRequired, TypedDict

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk import access, actions, frames, queries
from desk.contact_details import has_contact_details
from desk.models import LibraryEntry, Question, State
from desk.shapes import EntryShape
from hub.commands import Command
from hub.errors import Conflict, Invalid
from hub.events import Fields, Later
from hub.limits import SEARCHES
from hub.wire import Count
from teams.models import User

SUGGESTIONS_AT_MOST = 3
QUESTIONS_AT_MOST = 2


class Suggested(TypedDict):
    answers: list[EntryShape]
    open_questions: list[queries.OpenQuestion]


class Asked(TypedDict):
    question: str
    version: int
    ahead: Count
    usual_wait_s: Count
    advice: NotRequired[str]


class Stands(TypedDict):
    question: str
    state: str
    version: int


class Answered(Stands):
    advice: NotRequired[str]


def suggest(user: User, frame: frames.SuggestQuestion) -> Fields:
    language = frame.language or user.locale
    return {
        "answers": queries.suggested_answers(frame.text, language, SUGGESTIONS_AT_MOST),
        "open_questions": queries.questions_of_others(
            user, frame.text, QUESTIONS_AT_MOST
        ),
    }


def ask(user: User, frame: frames.AskQuestion) -> Later:
    question = _asked(user, frame)
    wait_s = queries.usual_wait_s(question.desk_id)
    advice = _advice(frame.text)
    return lambda: {
        "question": str(question.pk),
        "version": question.version,
        "ahead": question.told_ahead,
        "usual_wait_s": 0 if question.state == State.SUGGESTED else wait_s,
        **advice,
    }


def follow(user: User, frame: frames.FollowQuestion) -> Fields:
    question = access.question_to_follow(user, frame.question)
    if question.asker_id == user.pk:
        raise Conflict(gettext_lazy("This is your own question."))
    actions.follow_question(question=question, user=user)
    return _stands(question)


def claim(user: User, frame: frames.ClaimQuestion) -> Fields:
    question = access.question_to_answer(user, frame.question)
    actions.claim_question(question=question, by=user)
    return _stands(question)


def release(user: User, frame: frames.ReleaseQuestion) -> Fields:
    question = _held(user, frame.question)
    actions.release_question(question=question, by=user)
    return _stands(question)


def answer(user: User, frame: frames.AnswerQuestion) -> Fields:
    question = _held(user, frame.question)
    entry = access.entry_to_use(frame.entry) if frame.entry else None
    language = frame.language or question.language
    texts = _texts(frame, entry, language)
    actions.answer_question(
        question=question,
        by=user,
        texts=texts,
        language=language if language in texts else next(iter(texts)),
        entry=entry,
    )
    return _stands(question) | _advice(frame.text or "")


def accept(user: User, frame: frames.AcceptAnswer) -> Fields:
    question = access.own_question(user, frame.question)
    actions.accept_answer(question=question)
    return _stands(question)


def reopen(user: User, frame: frames.ReopenQuestion) -> Fields:
    question = access.own_question(user, frame.question)
    actions.reopen_question(question=question)
    return _stands(question)


def _asked(user: User, frame: frames.AskQuestion) -> Question:
    return actions.ask_question(
        asker=user,
        unit=access.unit_to_ask_from(user, frame.unit),
        text=_written(frame.text),
        about=frame.about,
        topic=(frame.topic or "").strip(),
        language=frame.language or user.locale,
        at_the_door=frame.at_the_door,
        entry=access.entry_to_use(frame.entry) if frame.entry else None,
        client_id=frame.client_id,
    )


def _held(user: User, question_id: str) -> Question:
    question = access.question_to_answer(user, question_id)
    if question.state != State.CLAIMED or question.claimed_by_id != user.pk:
        raise Conflict(gettext_lazy("Take the question first: it is not with you."))
    return question


def _texts(
    frame: frames.AnswerQuestion, entry: LibraryEntry | None, language: str
) -> Mapping[str, str]:
    if frame.text is not None:
        return {language: _written(frame.text)}
    if entry is None:
        raise Invalid(gettext_lazy("Write an answer or choose one."), field="text")
    return {text.language: text.text for text in entry.texts.all()}


def _written(text: str) -> str:
    stripped = text.strip()
    if not stripped:
        raise Invalid(gettext_lazy("There is no text yet."), field="text")
    return stripped


def _advice(text: str) -> dict[str, str]:
    if not has_contact_details(text):
        return {}
    return {
        "advice": _(
            "This seems to hold a phone number or an e-mail address. "
            "Please leave out what belongs to other people."
        )
    }


def _stands(question: Question) -> dict[str, object]:
    return {
        "question": str(question.pk),
        "state": question.state,
        "version": question.version,
    }


COMMANDS = [
    Command(
        frames.SuggestQuestion, suggest, limit=SEARCHES, alone=True, reply=Suggested
    ),
    Command(frames.AskQuestion, ask, reply=Asked),
    Command(frames.FollowQuestion, follow, reply=Stands),
    Command(frames.ClaimQuestion, claim, reply=Stands),
    Command(frames.ReleaseQuestion, release, reply=Stands),
    Command(frames.AnswerQuestion, answer, reply=Answered),
    Command(frames.AcceptAnswer, accept, reply=Stands),
    Command(frames.ReopenQuestion, reopen, reply=Stands),
]
