from uuid import uuid4

import pytest

from chat.queries import room_of
from hub.errors import Conflict
from hub.execution import execute
from tests.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)


def test_another_text_with_the_same_client_id_is_a_conflict(cast: Cast):
    room = str(room_of(cast.riverside).pk)
    frame = {"type": "message.post", "client_id": str(uuid4()), "room": room}
    execute(cast.alice, {**frame, "text": "first"})

    with pytest.raises(Conflict):
        execute(cast.alice, {**frame, "text": "another"})

    assert execute(cast.alice, {**frame, "text": "first"})["duplicate"] is True
