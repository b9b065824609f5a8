"""What bench.tree asks of the large demo, from inside a process of the installation."""

import statistics
import time
from collections.abc import Callable
from functools import partial
from itertools import cycle

import msgspec
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from chat.models import Message
from hub.actions import insert_models, reading, transaction
from hub.statistics import renew
from hub.welcome import described, own_streams
from overview.queries import place_shapes, seen_in, silent_teams
from reports.days import campaign_days
from reports.models import Report
from teams.access import Standing, standing
from teams.actions import add_member
from teams.models import Membership, Unit, User
from teams.placement import nearest_open_team
from teams.queries import members_after
from teams.queries.people import FOUND_AT_MOST, people_starting
from teams.roles import Power, Role

ROOMS = 300
PAGE = 101
OVERVIEW_PAGE = 51
NOBODY = Standing(0, ())
KINDS = ("campaign", "centre", "region", "office", "team")
PARENTS = KINDS[:-1]
# What a busy day brings: every fifth team is silent.
MESSAGES, REPORTS = 40_000, 40_000
SILENT = 5
FIRST_SEQ = 1_000_000
NAMES = ("Sam Nov", "a", "zz", "")


class Timed(msgspec.Struct):
    ms: float
    queries: int


def look(rounds: int) -> str:
    busy = _organizer()
    _busy_day()
    director = Membership.objects.filter(role=Role.DIRECTOR).earliest("pk").user
    campaign = Unit.objects.get(parent=None)
    crowded = Unit.objects.filter(kind="team", name="Team 150").get()
    asked: list[tuple[str, Callable[[], object]]] = [
        *((f"page of people, {kind}", partial(_page, _last(kind))) for kind in KINDS),
        *(
            (f"names that begin with '{text}'", partial(_named, director, text))
            for text in NAMES
        ),
        (f"the same 'a' for {ROOMS} offices", partial(_named, busy, "a")),
        ("people below the campaign, counted", partial(_below, campaign)),
        ("nearest team of a postal code", partial(nearest_open_team, "00150")),
        ("permission check", partial(_check, busy, crowded)),
        *((f"overview, {kind}", partial(_overview, _last(kind))) for kind in PARENTS),
        ("silent teams of the campaign", partial(_silent, campaign)),
        (f"welcome with {ROOMS} rooms", partial(_welcome, busy)),
    ]
    rows = [(name, _timed(rounds, ask)) for name, ask in asked]
    told = [(name, timed.ms, timed.queries) for name, timed in rows]
    return msgspec.json.encode(told).decode()


def _organizer() -> User:
    """Somebody who organizes 300 offices."""
    user = User.objects.create_user("busy@crowd.demo.example", "Busy Bee")
    offices = Unit.objects.filter(kind="office").order_by("pk")[:ROOMS]
    with transaction():
        for office in offices:
            add_member(user=user, unit=office, role=Role.ORGANIZER)
    return user


def _busy_day() -> None:
    """What four of five teams write and report today, past the actions and the log."""
    now, day = timezone.now(), campaign_days().today()
    leaders = Membership.objects.filter(unit__kind="team", role=Role.LEADER)
    seats = [
        seat for seat in leaders.select_related("unit__room") if seat.unit_id % SILENT
    ]
    messages = (
        Message(
            room=seat.unit.room,
            seq=FIRST_SEQ + number,
            author_id=seat.user_id,
            author_role=seat.role,
            text="On our way.",
            at=now,
        )
        for number, seat in zip(range(MESSAGES), cycle(seats), strict=False)
    )
    reports = (
        Report(
            team=seat.unit,
            path=seat.unit.path,
            kind="doors",
            quantity=20,
            action_date=day,
            hour=12,
            reporter_id=seat.user_id,
            seq=FIRST_SEQ + number,
            at=now,
        )
        for number, seat in zip(range(REPORTS), cycle(seats), strict=False)
    )
    with transaction():
        insert_models(list(messages))
        insert_models(list(reports))
    renew()


def _last(kind: str) -> Unit:
    return Unit.objects.filter(kind=kind).latest("pk")


def _page(unit: Unit) -> None:
    list(members_after(unit, None)[:PAGE])


def _below(unit: Unit) -> None:
    Membership.objects.filter(unit__path__startswith=unit.path).values(
        "user"
    ).distinct().count()


def _overview(unit: Unit) -> None:
    with reading():
        below = Unit.objects.filter(parent=unit, archived_at=None)
        page = list(below.order_by("name", "pk")[:OVERVIEW_PAGE])
        place_shapes(page, unit, NOBODY)


def _silent(unit: Unit) -> None:
    with reading():
        seen_in(list(silent_teams(unit)[:OVERVIEW_PAGE]))


def _named(user: User, text: str) -> None:
    with reading():
        people_starting(standing(user), text, FOUND_AT_MOST + 1)


def _check(user: User, unit: Unit) -> None:
    with reading():
        standing(user).may(Power.SEE_MEMBERS, unit)


def _welcome(user: User) -> None:
    own = own_streams(user)
    described(user, own[:200])


def _timed(rounds: int, ask: Callable[[], object]) -> Timed:
    """Time with all that Python does about it: SQLite works while rows are fetched."""
    with CaptureQueriesContext(connection) as captured:
        ask()
    spent: list[float] = []
    for _round in range(rounds):
        started = time.perf_counter()
        ask()
        spent.append((time.perf_counter() - started) * 1000)
    return Timed(statistics.median(spent), len(captured))
