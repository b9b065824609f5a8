"""Acts with power over others need a proof of at most ten minutes."""

import time

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.test import RequestFactory

from hub.errors import Refused
from teams.actions import add_member
from teams.freshness import FRESH_FOR_S, needs_fresh_proof
from teams.models import User
from teams.roles import Role
from tests.cast import session_of, token_of
from tests.teams.browser import Browser
from tests.teams.second_factors import ACCOUNT, set_up_app

METHODS = "account_authentication_methods"
LEADS = [Role.DESK_LEAD, Role.ORGANIZER, Role.DIRECTOR, Role.OWNER]
OTHERS = [Role.VOLUNTEER, Role.COORDINATOR, Role.LEADER, Role.OPERATOR]


@pytest.fixture
def request_of(cast):
    def request_of(user, session_key, **headers):
        request = RequestFactory().post("/", headers=headers)
        request.user, request.session = user, SessionStore(session_key)
        return request

    return request_of


@pytest.fixture
def person_as(cast):
    places = {"desk_lead": "office", "organizer": "office", "operator": "office"}
    places |= {"director": "centre", "owner": "campaign"}

    def person_as(role):
        user = User.objects.create_user(f"{role}@example.org", role)
        unit = getattr(cast, places.get(role, "riverside"))
        add_member(user=user, unit=unit, role=Role(role))
        return user

    return person_as


def refusal(request):
    with pytest.raises(Refused) as refused:
        needs_fresh_proof(request)
    return refused.value.field


def age(session_key, seconds):
    session = SessionStore(session_key)
    for record in session[METHODS]:
        record["at"] -= seconds
    session[METHODS] = session[METHODS]
    session.save()


@pytest.mark.parametrize("role", LEADS)
def test_leads_and_above_need_one(request_of, person_as, role):
    user = person_as(role)

    assert refusal(request_of(user, session_of(user))) == "second_factor"


@pytest.mark.parametrize("role", OTHERS)
def test_others_need_none(request_of, person_as, role):
    user = person_as(role)

    needs_fresh_proof(request_of(user, session_of(user)))


def test_a_proof_just_given_is_enough(request_of, cast):
    needs_fresh_proof(request_of(cast.diana, session_of(cast.diana, proven=True)))


def test_a_proof_of_more_than_ten_minutes_is_not(request_of, cast, sign_in):
    set_up_app(sign_in(cast.diana))
    key = session_of(cast.diana, proven=True)
    age(key, FRESH_FOR_S + 1)

    assert refusal(request_of(cast.diana, key)) == "proof"


def test_a_proof_from_the_future_is_none(request_of, cast, sign_in):
    set_up_app(sign_in(cast.diana))
    key = session_of(cast.diana, proven=True)
    age(key, -60)

    assert refusal(request_of(cast.diana, key)) == "proof"


def test_a_proof_of_somebody_else_in_the_same_browser_is_none(request_of, cast):
    key = session_of(cast.bob, proven=True)

    assert refusal(request_of(cast.diana, key)) == "second_factor"


def test_a_token_never_is_a_proof(request_of, cast):
    request = request_of(
        cast.diana,
        session_of(cast.diana, proven=True),
        authorization=f"Bearer {token_of(cast.diana)}",
    )

    assert refusal(request) == "token"


def test_a_recovery_code_is_no_proof(request_of, cast):
    key = session_of(cast.diana, proven=True)
    session = SessionStore(key)
    session[METHODS] = [
        {"method": "mfa", "type": "recovery_codes", "at": time.time()},
        {"method": "code", "email": "x", "at": time.time()},
    ]
    session.save()

    assert refusal(request_of(cast.diana, key)) == "second_factor"


def test_a_code_of_the_app_renews_the_proof(cast, sign_in):
    app = set_up_app(sign_in(cast.diana))
    browser = Browser()
    browser.client.cookies["session"] = session_of(cast.diana)
    refused = browser.post("me/tokens", name="cron")
    assert (refused.status_code, refused.json()["field"]) == (403, "proof")

    proved = browser.post(f"{ACCOUNT}2fa/reauthenticate", code=app.code())

    assert proved.status_code == 200
    assert browser.post("me/tokens", name="cron").status_code == 201


def test_a_wrong_code_renews_nothing(cast, sign_in):
    set_up_app(sign_in(cast.diana))
    browser = Browser()
    browser.client.cookies["session"] = session_of(cast.diana)

    answer = browser.post(f"{ACCOUNT}2fa/reauthenticate", code="abcdef")

    assert answer.status_code == 400
    assert browser.post("me/tokens", name="cron").status_code == 403
