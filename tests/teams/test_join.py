from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from hub.models import Event
from teams.actions import (
    forget_unconfirmed,
    invite,
    remove_member,
    revoke_invitation,
    suspend_member,
    suspend_person,
)
from teams.documents import VERSIONS
from teams.models import Invitation, Membership, User
from teams.roles import Role
from tests.teams.browser import Browser

DEAD = "This invitation does not work any more. Ask for a new one."


@pytest.fixture
def invited(cast):
    return invite(unit=cast.riverside, role=Role.VOLUNTEER, by=cast.bob)


@pytest.fixture
def join(invited):
    def join(browser, email, secret=None, name="Dora", locale="es"):
        return browser.post(
            "join",
            secret=secret or invited.secret,
            name=name,
            email=email,
            locale=locale,
            accepted=dict(VERSIONS),
        )

    return join


def test_a_newcomer_joins_with_the_mailed_code(
    browser, cast, join, invited, mailed_code
):
    asked = join(browser, "Dora@example.org")
    before = browser.get("me")
    browser.confirm(mailed_code())

    assert asked.status_code == 202
    assert before.status_code == 401
    me = browser.get("me").json()
    assert (me["name"], me["locale"]) == ("Dora", "es")
    assert [(m["unit"]["name"], m["role"]) for m in me["memberships"]] == [
        ("Riverside", "volunteer")
    ]
    told = Event.objects.filter(stream=cast.riverside.feed).latest("seq")
    assert told.kind == "member.joined"
    dora = User.objects.get(email="dora@example.org")
    assert dict(dora.consents.values_list("document", "version")) == dict(VERSIONS)
    assert Invitation.objects.get().uses == 1


def test_nothing_is_there_before_the_code_is_confirmed(browser, cast, join):
    join(browser, "dora@example.org")

    dora = User.objects.get(email="dora@example.org")
    assert dora.name == ""
    assert not dora.memberships.exists()
    assert Invitation.objects.get().uses == 0


def test_an_existing_account_joins_and_keeps_its_name(browser, cast, join, mailed_code):
    join(browser, cast.charlie.email, name="Somebody Else")
    browser.confirm(mailed_code())

    me = browser.get("me").json()
    assert me["name"] == "Charlie"
    assert {m["unit"]["name"] for m in me["memberships"]} == {"Riverside", "Hillside"}


def test_known_and_unknown_addresses_answer_alike(browser, cast, join):
    known = join(browser, cast.charlie.email)
    unknown = join(Browser(), "dora@example.org")

    assert (known.status_code, known.json()) == (unknown.status_code, unknown.json())
    assert [len(sent.to) for sent in mail.outbox] == [1, 1]


def test_who_is_signed_in_joins_at_once(cast, join, sign_in):
    browser = sign_in(cast.charlie)

    join(browser, cast.charlie.email)

    assert len(browser.get("me").json()["memberships"]) == 2


def test_joining_as_somebody_else_signs_out_first(cast, join, sign_in):
    browser = sign_in(cast.charlie)

    join(browser, "dora@example.org")

    assert browser.get("me").status_code == 401
    assert cast.charlie.memberships.count() == 1


def test_who_leads_already_keeps_the_role_and_uses_nothing_up(cast, join, sign_in):
    join(sign_in(cast.bob), cast.bob.email)

    assert Membership.objects.get(user=cast.bob).role == Role.LEADER
    assert Invitation.objects.get().uses == 0


def test_who_left_may_come_back_from_now_on(cast, join, sign_in):
    membership = cast.alice.memberships.get()
    Membership.objects.update(since=timezone.now() - timedelta(days=90))
    remove_member(membership=membership)

    join(sign_in(cast.alice), cast.alice.email)

    membership.refresh_from_db()
    assert membership.state == "active"
    assert timezone.now() - membership.since < timedelta(minutes=1)


def test_who_was_suspended_stays_out(cast, join, sign_in):
    suspend_member(membership=cast.alice.memberships.get(), by=cast.olive)

    join(sign_in(cast.alice), cast.alice.email)

    assert cast.alice.memberships.get().state == "suspended"


def expire(invited, cast):
    Invitation.objects.update(expires_at=timezone.now())


def use_up(invited, cast):
    Invitation.objects.update(uses=50)


def end(invited, cast):
    revoke_invitation(invitation=invited.invitation)


def suspend_inviter(invited, cast):
    suspend_person(user=cast.bob)


def inviter_left(invited, cast):
    remove_member(membership=cast.bob.memberships.get())


@pytest.mark.parametrize(
    "spoil",
    [expire, use_up, end, suspend_inviter, inviter_left],
    ids=lambda f: f.__name__,
)
def test_links_that_no_longer_work_give_one_answer(browser, cast, invited, join, spoil):
    spoil(invited, cast)

    looked = browser.post("invitations/look", secret=invited.secret)
    joined = join(browser, "dora@example.org")
    unknown = join(browser, "dora@example.org", secret="never-was-one")

    for answer in (looked, joined, unknown):
        assert answer.status_code == 403
        assert answer.json() == {"code": "refused", "message": DEAD}
    assert mail.outbox == []
    assert not User.objects.filter(email="dora@example.org").exists()


def test_a_link_used_up_meanwhile_makes_no_member(
    browser, cast, join, invited, mailed_code
):
    join(browser, "dora@example.org")
    use_up(invited, cast)

    confirmed = browser.confirm(mailed_code())

    assert confirmed.status_code == 200
    assert browser.get("me").json()["memberships"] == []


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": " \n "}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"name": "\u202eecilA"}, "name"),
        ({"name": None}, "name"),
        ({"email": "nobody"}, "email"),
        ({"email": "a@b.c\r\nBcc: x@y.z"}, "email"),
        ({"email": "x" * 500}, "email"),
        ({"locale": "xx"}, "locale"),
        ({"secret": 5}, "secret"),
    ],
)
def test_bad_fields_are_named(browser, cast, invited, fields, field):
    good = {"secret": invited.secret, "name": "Dora", "email": "dora@example.org"}
    good["accepted"] = dict(VERSIONS)

    answer = browser.post("join", **good | fields)

    assert answer.status_code == 422
    assert answer.json()["code"] == "invalid"
    assert answer.json()["field"] == field
    assert mail.outbox == []


def test_joining_is_limited_as_signing_in_is(browser, cast, join):
    answers = [join(browser, "dora@example.org") for _ in range(5)]

    assert answers[-1].status_code == 429
    assert answers[-1].json()["retry_after_ms"] == 60_000
    assert len(mail.outbox) == 3


def test_looking_shows_where_the_link_leads(browser, cast, invited):
    answer = browser.post("invitations/look", secret=invited.secret).json()

    documents = answer.pop("documents")
    assert [one["document"] for one in documents] == ["privacy", "conduct"]
    assert [len(one["lines"]) for one in documents] == [3, 3]
    assert answer == {
        "unit": {"id": str(cast.riverside.pk), "name": "Riverside", "kind": "team"},
        "campaign": "Ohio",
        "leader": {"name": "Bob"},
        "door": "open",
        "message": None,
        "other": None,
    }


def test_who_never_confirmed_is_forgotten_a_day_later(browser, cast, join):
    join(browser, "dora@example.org")
    forget_unconfirmed()
    assert User.objects.filter(email="dora@example.org").exists()

    User.objects.filter(name="").update(joined_at=timezone.now() - timedelta(days=2))
    forget_unconfirmed()

    assert not User.objects.filter(email="dora@example.org").exists()
    assert User.objects.count() == 6


def test_who_was_suspended_is_told_so_at_the_door(cast, sign_in):
    suspend_member(membership=cast.alice.memberships.get(), by=cast.olive)
    secret = invite(unit=cast.riverside, role=Role.VOLUNTEER, by=cast.bob).secret

    answer = sign_in(cast.alice).post(
        "join", secret=secret, accepted=dict(VERSIONS), locale="en"
    )

    assert answer.json() == {"code_sent": False, "outcome": "suspended"}
