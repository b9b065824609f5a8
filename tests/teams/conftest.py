import re

import pytest
from django.core import mail
from django.core.cache import cache

from tests.cast import token_of
from tests.teams.browser import Browser


@pytest.fixture(autouse=True)
def _forget_rate_limits():
    cache.clear()


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
def get(client):
    """GET as somebody, by token; None is nobody."""

    def get(user, path, status=200, **query):
        headers = {"authorization": f"Bearer {token_of(user)}"} if user else {}
        answer = client.get(f"/api/v1/{path}", query, headers=headers)
        assert answer.status_code == status, answer.content
        return answer.json()

    return get
