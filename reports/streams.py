"""Feeds as the hub sees them: the provider of `feed:` streams."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from hub.errors import Invalid, Refused
from hub.providers import OwnStream, Page, Reading, StreamProvider
from hub.unread import Items
from reports import access
from reports.models import CardKind, FeedCard
from reports.queries.cards import feed_items
from teams.access import standings
from teams.models import User
from teams.queries import unit_shape

CARDS = Items(
    FeedCard,
    place="unit_id",
    where=(
        "NOT EXISTS (SELECT 1 FROM reports_report report "
        "WHERE report.id = item.report_id AND report.reporter_id = mark.person)"
    ),
)


class FeedStreams(StreamProvider):
    prefix = "feed"
    unread_items = (CARDS,)
    item_kinds = frozenset(CardKind.values)

    def own_of(self, users: Sequence[User]) -> dict[int, list[OwnStream]]:
        return {
            user_id: [_own(feed) for feed in feeds]
            for user_id, feeds in access.own_feeds_of(standings(users)).items()
        }

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

    def typing_streams(self, user: User, key: str) -> list[str]:
        raise Refused


def _own(feed: access.Feed) -> OwnStream:
    unit = feed.unit
    return OwnStream(unit.feed, unit.name, unit_shape(unit), ["read"], feed.since)


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
