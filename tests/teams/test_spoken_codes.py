"""Codes to say aloud: short-lived, few, hard to guess, and watched."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hub import limits
from hub.errors import Conflict, Invalid
from hub.models import Event
from teams import codes
from teams.actions import (
    add_member,
    count_missed_code,
    extend_invitation,
    forget_entries,
    revoke_invitation,
    speak_code,
)
from teams.arrivals import codes_missed
from teams.documents import VERSIONS
from teams.models import Act, AuditEntry, CodeMisses, Invitation, User
from teams.roles import Role
from teams.secret import SPOKEN_DIGITS, new_spoken_code, spoken_code
from tests.teams.browser import Browser


@pytest.fixture(autouse=True)
def _nothing_counted():
    limits._limiter.storage.reset()


@pytest.fixture
def spoken(cast):
    return speak_code(unit=cast.riverside, role=Role.VOLUNTEER, by=cast.bob)


def look(secret, browser=None):
    return (browser or Browser()).post("invitations/look", secret=secret)


def test_a_code_is_nine_digits_without_those_that_look_alike():
    code = new_spoken_code()

    assert len(code) == 9
    assert set(code) <= set(SPOKEN_DIGITS)
    assert not set("05") & set(SPOKEN_DIGITS)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("123 467 891", "123467891"),
        ("123-467-891", "123467891"),
        (" ١٢٣ ٤٦٧ ٨٩١ ", "123467891"),
        ("۱۲۳۴۶۷۸۹۱", "123467891"),
        ("12346789", None),
        ("1234678912", None),
        ("12346789x", None),
        ("", None),
        ("²²²²²²²²²", None),
    ],
)
def test_any_digits_and_grouping_are_understood(typed, code):
    assert spoken_code(typed) == code


def test_a_leader_gets_a_code_that_lets_people_in(cast, send, browser, mailed_code):
    made = send(
        cast.bob,
        "POST",
        "invitations",
        status=201,
        unit=str(cast.riverside.pk),
        kind="spoken",
    )
    code = made["code"]
    typed = f"{code[:3]} {code[3:6]} {code[6:]}"
    browser.post(
        "join",
        secret=typed,
        name="Dora",
        email="dora@example.org",
        accepted=dict(VERSIONS),
    )
    browser.confirm(mailed_code())

    assert len(browser.get("me").json()["memberships"]) == 1
    invitation = Invitation.objects.get()
    assert invitation.kind == "spoken"
    assert code not in invitation.digest
    assert invitation.expires_at - timezone.now() <= timedelta(hours=4)
    entry = AuditEntry.objects.get(act=Act.INVITED)
    assert entry.detail["kind"] == "spoken"


@pytest.mark.parametrize(
    ("fields", "field"), [({"hours": 5}, "hours"), ({"uses": 51}, "uses")]
)
def test_a_code_lasts_four_hours_and_for_fifty_at_the_most(cast, send, fields, field):
    answer = send(
        cast.bob,
        "POST",
        "invitations",
        status=422,
        unit=str(cast.riverside.pk),
        kind="spoken",
        **fields,
    )

    assert answer["field"] == field
    assert not Invitation.objects.exists()


def test_no_more_than_two_hundred_are_alive(cast, spoken):
    Invitation.objects.bulk_create(
        Invitation(
            unit=cast.hillside,
            kind="spoken",
            digest=str(number),
            created_by=cast.olive,
            expires_at=spoken.invitation.expires_at,
        )
        for number in range(199)
    )

    with pytest.raises(Conflict):
        speak_code(unit=cast.riverside, role=Role.VOLUNTEER, by=cast.bob)
    revoke_invitation(invitation=spoken.invitation, by=cast.bob)
    speak_code(unit=cast.riverside, role=Role.VOLUNTEER, by=cast.bob)


def test_a_code_can_not_be_made_to_last(cast, spoken):
    with pytest.raises(Invalid):
        extend_invitation(
            invitation=spoken.invitation,
            by=cast.bob,
            lasts=timedelta(hours=1),
            max_uses=50,
        )


def expired(spoken):
    Invitation.objects.update(expires_at=timezone.now())


def used_up(spoken):
    Invitation.objects.update(uses=50)


def revoked(spoken):
    revoke_invitation(invitation=spoken.invitation)


def unknown(spoken):
    Invitation.objects.update(digest="another")


@pytest.mark.parametrize("spoil", [expired, used_up, revoked, unknown])
def test_every_dead_code_is_one_answer_by_the_same_queries(cast, spoken, spoil):
    spoil(spoken)
    browser = Browser()
    look("111 111 111", browser)

    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = look(spoken.secret, browser)
    with CaptureQueriesContext(connection) as asked_of_none:
        none = look("222 222 222", browser)

    assert answer.status_code == none.status_code == 403
    assert answer.json() == none.json()
    assert answer.json()["message"].startswith("This code does not work. Check the")
    assert len(asked) == len(asked_of_none)
    assert codes_missed() == 3


def test_guessing_ends_for_the_browser_even_with_the_right_code(cast, spoken):
    browser = Browser()

    answers = [look("111111111", browser).status_code for _ in range(10)]
    last = look(spoken.secret, browser)

    assert answers == [403] * 10
    assert last.status_code == 429
    assert last.json()["code"] == "rate_limited"
    assert look(spoken.secret).status_code == 200


def test_guessing_ends_for_an_address(cast, spoken):
    for _ in range(codes.PER_ADDRESS.amount):
        limits.count(codes.PER_ADDRESS, "127.0.0.1")

    assert look(spoken.secret).status_code == 429


def test_a_right_code_is_no_guess(cast, spoken):
    browser = Browser()

    assert {look(spoken.secret, browser).status_code for _ in range(15)} == {200}
    assert codes_missed() == 0


@pytest.fixture
def guessed(cast):
    owner = User.objects.create_user("owner@example.org", "Owen")
    add_member(user=owner, unit=cast.campaign, role=Role.OWNER)
    minute = timezone.now().replace(second=0, microsecond=0)
    CodeMisses.objects.create(minute=minute - timedelta(minutes=5), count=99)
    count_missed_code()
    return owner


def test_a_hundred_misses_turn_codes_into_requests(cast, spoken, guessed, sign_in):
    looked = look(spoken.secret).json()
    answer = sign_in(cast.charlie).post(
        "join", secret=spoken.secret, accepted=dict(VERSIONS)
    )

    assert looked["door"] == "approval"
    assert answer.json()["outcome"] == "waiting"
    membership = cast.charlie.memberships.get(unit=cast.riverside)
    assert membership.state == "pending"


def test_owner_and_director_hear_of_it_once(cast, guessed, get):
    count_missed_code()

    for user in (guessed, cast.diana):
        heard = Event.objects.filter(stream=user.inbox, kind="codes.guarded")
        assert heard.count() == 1
    assert get(cast.diana, "requests")["codes_guarded"]
    assert not Event.objects.filter(stream=cast.bob.inbox).exists()


def test_an_hour_later_codes_work_again(cast, spoken, guessed):
    CodeMisses.objects.filter(count=99).delete()
    CodeMisses.objects.update(minute=timezone.now() - timedelta(minutes=61), count=100)

    assert look(spoken.secret).json()["door"] == "open"


def test_what_is_spent_is_forgotten(cast, spoken, guessed):
    long_ago = timezone.now() - timedelta(days=31)
    Invitation.objects.update(expires_at=long_ago)
    for misses in CodeMisses.objects.all():
        misses.minute = misses.minute - timedelta(days=1)
        misses.save()

    forget_entries()

    assert not Invitation.objects.exists()
    assert not CodeMisses.objects.exists()
