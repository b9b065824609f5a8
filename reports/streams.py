"""Feeds as the hub sees them: the provider of `feed:` streams."""

from collections.abc import Mapping

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from hub.errors import Invalid, Refused
from hub.providers import OwnStream, Page, Reading
from reports import access
from reports.models import CardKind, FeedCard
from reports.queries.cards import feed_items
from teams.access import key as id_of
from teams.models import User
from teams.queries import unit_shape


class FeedStreams:
    prefix = "feed"
    item_kinds = frozenset(CardKind.values)

    def own(self, user: User) -> list[OwnStream]:
        return [
            OwnStream(unit.feed, unit.name, unit_shape(unit), ["read"])
            for unit in access.own_feeds(user)
        ]

    def may_read(self, user: User, key: str) -> Reading:
        return Reading(since=access.feed_to_read(user, key).since)

    def page(
        self,
        user: User,
        key: str,
        *,
        before: int | None,
        after: int | None,
        around: int | None,
        limit: int,
    ) -> Page:
        if sum(position is not None for position in (before, after, around)) > 1:
            raise Invalid(_("Ask for before, after or around, not for two of them."))
        feed = access.feed_to_read(user, key)
        cards = FeedCard.objects.filter(unit=feed.unit, at__gte=feed.since)
        if around is not None:
            older = _older(cards.filter(seq__lte=around), limit - limit // 2)
            newer = _newer(cards.filter(seq__gt=around), limit // 2)
            return _page(cards, [*older, *newer])
        if after is not None:
            return _page(cards, _newer(cards.filter(seq__gt=after), limit))
        if before is not None:
            return _page(cards, _older(cards.filter(seq__lt=before), limit))
        return _page(cards, _older(cards, limit))

    def unread(
        self, user: User, marks: Mapping[str, int]
    ) -> dict[str, tuple[int, int]]:
        seen = {id_of(stream.partition(":")[2]): seq for stream, seq in marks.items()}
        unseen = Q(pk__in=[])
        for unit_id, seq in seen.items():
            unseen |= Q(unit=unit_id, seq__gt=seq)
        cards = FeedCard.objects.filter(unseen).exclude(report__reporter=user)
        counts = cards.order_by().values_list("unit").annotate(unread=Count("pk"))
        found = dict.fromkeys(seen, 0) | dict(counts)
        return {f"feed:{unit_id}": (count, 0) for unit_id, count in found.items()}

    def typing_streams(self, user: User, key: str) -> list[str]:
        raise Refused


def _older(cards: QuerySet[FeedCard], limit: int) -> list[FeedCard]:
    return list(cards.order_by("-seq")[:limit])[::-1]


def _newer(cards: QuerySet[FeedCard], limit: int) -> list[FeedCard]:
    return list(cards.order_by("seq")[:limit])


def _page(cards: QuerySet[FeedCard], shown: list[FeedCard]) -> Page:
    if not shown:
        return Page([], has_before=False, has_after=False)
    return Page(
        feed_items(shown),
        has_before=cards.filter(seq__lt=shown[0].seq).exists(),
        has_after=cards.filter(seq__gt=shown[-1].seq).exists(),
    )
