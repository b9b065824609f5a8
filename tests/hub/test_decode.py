"""What comes from outside becomes a frame, or an error that names what is wrong."""

from typing import Annotated, Any
from uuid import uuid4

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.commands import Command, CommandTable, Undecodable
from hub.frames import Request, Write


class Say(Write, kw_only=True, frozen=True, tag="say"):
    word: Annotated[str, msgspec.Meta(max_length=5)]
    to: list[Annotated[str, msgspec.Meta(min_length=1)]] = []


class Look(Request, kw_only=True, frozen=True, tag="look"):
    pass


TABLE = CommandTable([Command(Say, lambda *_: {}), Command(Look, lambda *_: {})])
DEEP = "[" * 20_000


def said(**fields: Any) -> str:
    whole = {"type": "say", "ref": 7, "client_id": str(uuid4()), "word": "hello"}
    return msgspec.json.encode({**whole, **fields}).decode()


def refused(text: str | bytes) -> tuple[str, str | None, int | None]:
    with pytest.raises(Undecodable) as undecodable:
        TABLE.decode(text)
    error = undecodable.value.error
    return error.code, error.field, undecodable.value.ref


def test_a_good_frame_is_its_struct():
    frame = TABLE.decode(said(to=["bob"], unknown={"field": 1}))

    assert isinstance(frame, Say)
    assert (frame.ref, frame.word, frame.to) == (7, "hello", ["bob"])
    assert TABLE.find(frame).frame is Say


@pytest.mark.parametrize(
    ("fields", "field", "ref"),
    [
        ({"word": "too long"}, "word", 7),
        ({"word": None}, "word", 7),
        ({"client_id": "x"}, "client_id", 7),
        ({"to": ["bob", ""]}, "to", 7),
        ({"ref": "7"}, "ref", None),
        ({"ref": True}, "ref", None),
        ({"ref": 2**60}, "ref", 2**60),
    ],
)
def test_the_wrong_field_is_named(fields: dict[str, Any], field: str, ref: int | None):
    assert refused(said(**fields)) == ("invalid", field, ref)


def test_a_missing_field_is_named():
    assert refused('{"type":"say","ref":7,"word":"hello"}') == (
        "invalid",
        "client_id",
        7,
    )
    assert refused('{"type":"look"}') == ("invalid", "ref", None)


def test_an_unknown_type_keeps_its_ref():
    assert refused('{"type":"sing","ref":7}') == ("unknown_type", None, 7)


@pytest.mark.parametrize(
    ("text", "ref"),
    [
        ("", None),
        ("nonsense", None),
        ("[]", None),
        ('{"ref":7}', 7),
        ('{"ref":7,"type":null}', 7),
        (b"\xff\xfe", None),
        (DEEP, None),
        ('{"ref":7,"type":' + DEEP, None),
        ('{"type":"say","ref":"x","deep":' + DEEP, None),
    ],
)
def test_what_is_no_frame(text: str | bytes, ref: int | None):
    assert refused(text) == ("bad_frame", None, ref)


def test_over_http_no_ref_is_needed():
    frame = TABLE.convert({"type": "look"})

    assert isinstance(frame, Look)


def code_of(text: str | bytes) -> str:
    try:
        TABLE.decode(text)
    except Undecodable as undecodable:
        return undecodable.error.code
    return "understood"


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)
near_misses = st.fixed_dictionaries(
    {"type": st.sampled_from(["say", "look", "sing"]) | anything},
    optional={"ref": anything, "client_id": anything, "word": anything, "to": anything},
)


@given(near_misses | anything | st.binary() | st.text())
def test_whatever_comes_it_is_a_frame_or_an_error(sent: Any):
    text = sent if isinstance(sent, bytes | str) else msgspec.json.encode(sent)

    assert code_of(text) in {"understood", "bad_frame", "unknown_type", "invalid"}
