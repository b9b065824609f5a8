import json
import re

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache

from hub import limits
from teams.actions import add_member
from teams.models import User
from teams.roles import Role
from tests.cast import session_of, token_of
from tests.server import several_can_run
from tests.teams.browser import Browser

# Each run has those that it has the services for.
collect_ignore = [] if several_can_run() else ["test_sign_in_counted_together.py"]


@pytest.fixture(autouse=True)
def _forget_rate_limits():
    cache.clear()
    limits._limiter.storage.reset()


@pytest.fixture
def browser(db):
    return Browser()


@pytest.fixture
def mailed_code():
    """The code in the newest mail."""

    def newest():
        return re.search(r"^\d{6}$", mail.outbox[-1].body, re.MULTILINE)[0]

    return newest


@pytest.fixture
def sign_in(db, mailed_code):
    """Signs a person in as people do it, and gives their browser."""

    def sign_in(user) -> Browser:
        browser = Browser()
        browser.ask_for_code(user.email)
        answer = browser.confirm(mailed_code())
        assert answer.status_code == 200, answer.content
        return browser

    return sign_in


@pytest.fixture
def send(client):
    """Any request as somebody, by token: (user, method, path, fields)."""

    def send(user, method, path, /, status=200, **fields):
        answer = client.generic(
            method,
            f"/api/v1/{path}",
            json.dumps(fields),
            "application/json",
            headers={"authorization": f"Bearer {token_of(user)}"},
        )
        assert answer.status_code == status, answer.content
        return answer.json() if answer.content else None

    return send


@pytest.fixture
def get(client):
    """GET as somebody, by token; None is nobody."""

    def get(user, path, status=200, **query):
        headers = {"authorization": f"Bearer {token_of(user)}"} if user else {}
        answer = client.get(f"/api/v1/{path}", query, headers=headers)
        assert answer.status_code == status, answer.getvalue()
        return json.loads(answer.getvalue())

    return get


@pytest.fixture
def owner(cast):
    owner = User.objects.create_user("owen@example.org", "Owen")
    add_member(user=owner, unit=cast.campaign, role=Role.OWNER)
    return owner


@pytest.fixture
def browse():
    """A browser of somebody who has just proven who they are."""

    def browse(user, *, proven=True):
        browser = Browser()
        key = session_of(user, proven=proven)
        browser.client.cookies[settings.SESSION_COOKIE_NAME] = key
        return browser

    return browse


@pytest.fixture
def inside(browse, owner):
    browser = browse(owner)
    assert browser.post("administration").status_code == 204
    return browser
