from typing import Annotated, Literal

from msgspec import Meta

from hub.frames import Key, Request, Write

Text = Annotated[str, Meta(min_length=1, max_length=2000)]
Topic = Annotated[str, Meta(min_length=1, max_length=60)]
Language = Annotated[
    str, Meta(max_length=12, pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})?$")
]
AboutWord = Literal["voter_asks", "how_do_i", "problem", "incident", "rumour"]


class SuggestQuestion(Request, kw_only=True, frozen=True, tag="question.suggest"):
    text: Text
    language: Language | None = None


class AskQuestion(Write, kw_only=True, frozen=True, tag="question.ask"):
    """With `entry` the library's answer was enough: kept and counted as `suggested`."""

    text: Text
    about: AboutWord
    topic: Topic | None = None
    language: Language | None = None
    at_the_door: bool = False
    unit: Key | None = None
    entry: Key | None = None


class FollowQuestion(Write, kw_only=True, frozen=True, tag="question.me_too"):
    question: Key


class ClaimQuestion(Write, kw_only=True, frozen=True, tag="question.claim"):
    question: Key


class ReleaseQuestion(Write, kw_only=True, frozen=True, tag="question.release"):
    question: Key


class AnswerQuestion(Write, kw_only=True, frozen=True, tag="question.answer"):
    """A `text`, or a library `entry`; both: the entry in the operator's words."""

    question: Key
    text: Text | None = None
    entry: Key | None = None
    language: Language | None = None


class AcceptAnswer(Write, kw_only=True, frozen=True, tag="question.accept"):
    question: Key


class ReopenQuestion(Write, kw_only=True, frozen=True, tag="question.reopen"):
    question: Key
