"""Report kinds, reports, totals and goals over HTTP."""

from datetime import date, timedelta
from typing import Annotated, Any, cast

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router

from hub.errors import Invalid
from hub.paging import Limit, Listed, decode_cursor, encode_cursor
from reports import access
from reports.days import campaign_days
from reports.kinds import kind_shape, report_kinds, topic_shapes
from reports.queries.cards import report_item, with_totals
from reports.queries.figures import counted_in, day_figures
from reports.queries.goals import goal_items
from reports.queries.own import own_numbers
from reports.queries.series import series_of
from teams.models import User
from teams.queries import unit_shape

MEMORY_DAYS = 400
Language = Annotated[str, Query(max_length=12)]
Items = dict[str, object]

router = Router(tags=["reports"])


@router.get("/report-kinds", response=dict[str, Any])
def list_report_kinds(request: HttpRequest, language: Language = "") -> Items:
    """What this campaign counts, in its order, and the topics it hears of."""
    locale = language or cast(User, request.user).locale
    return {
        "items": [kind_shape(kind, locale) for kind in report_kinds()],
        "next": None,
        "topics": topic_shapes(locale),
    }


@router.get("/reports", response=dict[str, Any])
def list_reports(
    request: HttpRequest,
    unit: str | None = None,
    cursor: str | None = None,
    limit: Limit = 50,
) -> Listed:
    """One's own; or all of a team or of what one leads. Newest first."""
    user = cast(User, request.user)
    if unit is None:
        where = Q(reporter=user) | Q(on_behalf_of=user)
    else:
        where = counted_in(access.unit_with_names(user, unit))
    after = decode_cursor(cursor, int)
    if after:
        where &= Q(pk__lt=after[0])
    found = with_totals(where, limit + 1)
    more = len(found) > limit
    return {
        "items": [report_item(*one) for one in found[:limit]],
        "next": encode_cursor(found[limit - 1][0].pk) if more else None,
    }


@router.get("/me/numbers", response=dict[str, Any])
def list_own_numbers(request: HttpRequest) -> Items:
    """Of each kind that one did: today, in all, and one's best day."""
    return {"items": own_numbers(cast(User, request.user)), "next": None}


@router.get("/totals", response=dict[str, Any])
def list_totals(request: HttpRequest, unit: str, day: date | None = None) -> Items:
    """The unit's figures of one day, of every kind."""
    found = access.feed_to_read(cast(User, request.user), unit).unit
    today = campaign_days().today()
    wanted = _day(day, today)
    figures = day_figures([found], [wanted])
    period = "today" if wanted == today else wanted.isoformat()
    return {
        "items": [
            {
                "unit": unit_shape(found),
                "kind": kind.id,
                "period": period,
                "quantity": figures[found.pk, kind.id, wanted],
            }
            for kind in report_kinds()
        ],
        "next": None,
    }


@router.get("/totals/series", response=dict[str, Any])
def read_series(request: HttpRequest, unit: str, day: date | None = None) -> Items:
    """How the day's figures grew: for each kind the total at the end of each hour."""
    found = access.feed_to_read(cast(User, request.user), unit).unit
    return series_of(found, _day(day, campaign_days().today()))


@router.get("/goals", response=dict[str, Any])
def list_goals(request: HttpRequest, unit: str) -> Items:
    """Today's goals of a unit, with what is reached and when the day's work ends."""
    found = access.feed_to_read(cast(User, request.user), unit).unit
    return {"items": goal_items(found), "next": None}


def _day(day: date | None, today: date) -> date:
    if day is None:
        return today
    if not today - timedelta(days=MEMORY_DAYS) <= day <= today:
        raise Invalid(_("There are no figures of that day."), field="day")
    return day
