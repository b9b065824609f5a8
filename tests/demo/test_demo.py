from collections import Counter
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from chat.access import room_to_read
from chat.models import Card, Message
from chat.queries import room_of
from demo import content
from desk.models import Delivery, LibraryEntry, Question, State
from hub.errors import Refused
from hub.models import Event, ReadMark
from reports.models import Delta, Report
from reports.queries.figures import day_figures, recomputed
from reports.queries.goals import goals_of
from teams.access import units_with
from teams.models import (
    Campaign,
    Membership,
    PostalCode,
    Unit,
    UnitKind,
    User,
)
from teams.queries import demo_accounts
from teams.roles import Power

pytestmark = pytest.mark.django_db


def account(name):
    return User.objects.get(email=f"{name}@demo.example")


def test_the_campaign_has_its_whole_tree(planted):
    kinds = Counter(Unit.objects.values_list("kind", flat=True))

    assert Campaign.objects.get().is_demo
    assert kinds == {"campaign": 1, "centre": 1, "region": 2, "office": 4, "team": 12}
    assert User.objects.count() == 60 + len(content.newcomers())


def test_its_accounts_are_offered_in_the_order_of_the_readme(planted):
    names = [one["email"].split("@")[0] for one in demo_accounts()]

    assert names == [
        "volunteer",
        "leader",
        "organizer",
        "operator",
        "operator2",
        "director",
        "outsider",
    ]


def test_volunteer_and_leader_share_a_team_that_the_outsider_is_not_in(planted):
    team = Membership.objects.get(user=account("volunteer")).unit

    assert team.kind == UnitKind.TEAM
    assert Membership.objects.get(user=account("leader")).unit == team
    with pytest.raises(Refused):
        room_to_read(account("outsider"), str(room_of(team).pk))


def test_both_operators_attend_the_desks_of_the_volunteers_office_and_centre(planted):
    team = Membership.objects.get(user=account("volunteer")).unit
    above = Unit.objects.filter(pk__in=team.ancestor_ids)
    desks = set(above.filter(kind__in=["office", "centre"]))

    for name in ("operator", "operator2"):
        assert set(units_with(account(name), Power.ATTEND_DESK)) == desks


def test_five_days_of_messages_in_three_languages_end_now(planted, rhythm):
    messages = Message.objects.all()
    days = {message.at.astimezone(rhythm.zone).date() for message in messages}

    assert days == {rhythm.day(ago) for ago in range(5)}
    assert not messages.filter(at__gt=rhythm.now).exists()
    assert set(messages.values_list("language", flat=True)) == {"en", "ar", "es"}
    assert messages.count() > 500


def test_no_message_is_said_twice_in_a_room_or_names_a_blank(planted):
    said = Message.objects.values_list("room", "text")

    assert max(Counter(said).values()) == 1
    assert not any("{" in text for _room, text in said)


def test_the_volunteers_room_is_alive(planted, rhythm):
    room = planted.teams[0].room
    latest = Message.objects.filter(room=room).latest("seq")
    mark = ReadMark.objects.get(user_id=account("volunteer").pk, stream=room.stream)

    assert (rhythm.now - latest.at).total_seconds() < 300
    assert mark.seq < latest.seq


def test_what_is_in_a_room_stands_in_the_order_of_its_time(planted):
    for team in planted.teams:
        events = Event.objects.filter(stream=team.room.stream).order_by("seq")
        times = [event.at for event in events]
        late = [b for a, b in zip(times, times[1:], strict=False) if b < a]

        # A milestone is told at the end of the stretch in which it was reached.
        assert all(Card.objects.filter(room=team.room, at=at).exists() for at in late)


def test_totals_equal_what_is_recomputed_from_the_reports(planted, rhythm):
    units = list(Unit.objects.all())
    days = [rhythm.day(ago) for ago in range(5)]
    figures = day_figures(units, days)

    assert Delta.objects.count() == 0
    for unit in units:
        for day in days:
            counted = {
                kind: quantity
                for (pk, kind, of_day), quantity in figures.items()
                if (pk, of_day) == (unit.pk, day)
            }
            assert counted == dict(recomputed(unit, day))


def test_no_report_comes_from_the_future(planted, rhythm):
    assert not Report.objects.filter(at__gt=rhythm.now).exists()
    assert not Report.objects.filter(action_date__gt=rhythm.day(0)).exists()


def test_reports_peak_in_the_evening(planted, rhythm):
    hours = Counter(
        report.hour for report in Report.objects.exclude(action_date=rhythm.day(0))
    )
    evening = sum(hours[hour] for hour in (17, 18, 19, 20))

    assert evening > 0.7 * sum(hours.values())


def test_todays_goal_of_the_volunteers_team_is_partly_reached(planted, rhythm):
    team = planted.teams[0].unit
    target = goals_of(team, rhythm.day(0))["doors"]
    reached = recomputed(team, rhythm.day(0))["doors"]

    assert 0.4 * target < reached < target


def test_the_desk_has_answered_questions_and_waiting_ones(planted):
    states = Counter(Question.objects.values_list("state", flat=True))

    assert states[State.NEW] >= 2
    assert states[State.ACCEPTED] >= 5
    assert Question.objects.filter(at_the_door=True, state=State.NEW).exists()


def test_an_answer_is_new_to_the_volunteer_and_a_question_waits(planted):
    volunteer = account("volunteer")
    mark = ReadMark.objects.filter(user_id=volunteer.pk, stream=volunteer.inbox).first()
    read = mark.seq if mark else 0

    assert Delivery.objects.filter(person=volunteer, seq__gt=read).exists()
    assert Question.objects.filter(asker=volunteer, state=State.NEW).exists()


def test_the_library_has_thirty_entries_in_every_language(planted):
    for language in ("en", "ar", "es"):
        assert LibraryEntry.objects.filter(texts__language=language).count() >= 30


def test_a_second_run_changes_nothing_and_says_so(planted):
    before = Message.objects.count()

    out = StringIO()
    call_command("demo", stdout=out)

    assert "is here already" in out.getvalue()
    assert Message.objects.count() == before


def test_newcomers_have_come_of_whom_some_wait_and_one_too_long(planted, rhythm):
    recent = Membership.objects.filter(since__gt=rhythm.now - timedelta(days=5))
    waiting = [one for one in recent if one.contacted_at is None]
    late = [one for one in waiting if rhythm.now - one.since > timedelta(hours=72)]

    assert (len(recent), len(waiting), len(late)) == (7, 4, 1)
    for one in set(recent) - set(waiting):
        assert one.since < one.contacted_at < rhythm.now


def test_one_team_is_silent_today_and_was_not_yesterday(planted, rhythm):
    (quiet,) = [team for team in planted.teams if team.text.quiet]
    reports = Report.objects.filter(team=quiet.unit)
    messages = Message.objects.filter(room=quiet.room, at__gte=rhythm.clock(0, 0))

    assert not messages.exists()
    assert not reports.filter(action_date=rhythm.day(0)).exists()
    assert reports.filter(action_date=rhythm.day(1)).exists()


def test_every_team_has_postal_codes_of_its_own(planted):
    codes = list(PostalCode.objects.values_list("code", flat=True))

    assert len(codes) == len(set(codes)) == 2 * len(planted.teams)
