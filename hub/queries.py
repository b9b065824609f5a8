from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import BigIntegerField, Value

from hub.models import Installation, ReadMark, Stream


def epoch() -> str:
    """Names this database's history; it changes when continuity can't be proven."""
    return Installation.objects.values_list("epoch", flat=True).get(pk=1)


def heads(streams: Iterable[str]) -> dict[str, int]:
    """The newest seq of each stream; 0 for one that has no event yet."""
    names = list(streams)
    known = dict(Stream.objects.filter(name__in=names).values_list("name", "head"))
    return {name: known.get(name, 0) for name in names}


def read_marks(user_id: int, streams: Iterable[str]) -> dict[str, int]:
    """How far this person has read each stream; streams never read are left out."""
    marks = ReadMark.objects.filter(user_id=user_id, stream__in=list(streams))
    return dict(marks.values_list("stream", "seq"))


class Positions(NamedTuple):
    """`read` is by user id and stream; what was never read is left out."""

    epoch: str
    heads: dict[str, int]
    read: dict[tuple[int, str], int]


def positions(user_ids: Iterable[int], streams: Iterable[str]) -> Positions:
    """Where streams stand and how far these people have read them: in one query."""
    names = set(streams)
    nobody, nothing = Value(0, BigIntegerField()), Value(0, BigIntegerField())
    marks = ReadMark.objects.filter(user_id__in=set(user_ids), stream__in=names)
    rows = (
        Installation.objects.filter(pk=1)
        .values_list(nobody, "epoch", nothing)
        .union(
            Stream.objects.filter(name__in=names).values_list(nobody, "name", "head"),
            marks.values_list("user_id", "stream", "seq"),
            all=True,
        )
    )
    epoch, heads, read = "", dict.fromkeys(names, 0), {}
    for user_id, name, seq in rows:
        if user_id:
            read[user_id, name] = seq
        elif name in heads:
            heads[name] = seq
        else:
            epoch = name
    return Positions(epoch, heads, read)
