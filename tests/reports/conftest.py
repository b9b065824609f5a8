from uuid import uuid4

import pytest

from chat.queries import room_of
from hub.actions import forget_all
from hub.execution import execute
from tests.cast import Cast, assemble


@pytest.fixture
def cast(db) -> Cast:
    forget_all()
    return assemble()


@pytest.fixture
def room(cast):
    return room_of(cast.riverside).stream


@pytest.fixture
def file(cast):
    """Reports for Riverside: `file(user, 25, kind="calls")`."""

    def file(user, quantity=25, **fields):
        frame = {
            "type": "report.file",
            "client_id": str(uuid4()),
            "team": str(cast.riverside.pk),
            "kind": "doors",
            "quantity": quantity,
            **fields,
        }
        return execute(user, frame)

    return file


@pytest.fixture
def change():
    """Corrects or takes back: `change(user, "void", filed)`."""

    def change(user, verb, filed, **fields):
        frame = {
            "type": f"report.{verb}",
            "client_id": str(uuid4()),
            "report": filed["report"],
            "version": filed["version"],
            "reason": "a slip",
            **fields,
        }
        return execute(user, frame)

    return change


@pytest.fixture
def page():
    def page(user, stream, limit=20, **position):
        frame = {"type": "stream.page", "stream": stream, "limit": limit, **position}
        return execute(user, frame)

    return page
