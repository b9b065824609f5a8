from collections.abc import Iterable

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
