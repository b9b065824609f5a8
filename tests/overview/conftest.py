from datetime import datetime

import pytest
from django.utils import timezone

from chat.actions import post_message
from chat.queries import room_of
from hub.actions import forget_all, transaction
from reports.actions import Filing, file_report
from tests.cast import token_of


@pytest.fixture(autouse=True)
def _as_often_as_one_likes(settings):
    settings.LIMITS = False


@pytest.fixture
def look(client):
    """The overview as somebody sees it, by token; `path` is what follows it."""

    def look(user, path="", /, status=200, **query):
        headers = {"authorization": f"Bearer {token_of(user)}"}
        answer = client.get(f"/api/v1/overview{path}", query, headers=headers)
        assert answer.status_code == status, answer.content
        return answer.json()

    return look


@pytest.fixture
def write():
    def write(user, unit, at: datetime | None = None):
        with transaction():
            post_message(author=user, room=room_of(unit), text="Hello", at=at)
        forget_all()

    return write


@pytest.fixture
def report():
    def report(user, team, at: datetime | None = None):
        with transaction():
            filing = Filing(reporter=user, team=team, kind="doors", quantity=25, at=at)
            file_report(filing)
        forget_all()

    return report


@pytest.fixture
def midnight():
    """When the campaign's day began: its zone is UTC."""
    return timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
