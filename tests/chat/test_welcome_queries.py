"""What a socket's welcome asks the database, for somebody with very many rooms."""

from chat.actions import post_message
from chat.queries import room_of
from hub.actions import transaction
from hub.welcome import described, own_streams
from teams.actions import add_member, open_unit
from teams.roles import Role

OFFICES = 40


def test_an_organizer_of_many_offices_is_welcomed_in_six_queries(
    cast, django_assert_num_queries
):
    with transaction():
        add_member(user=cast.oscar, unit=cast.region, role=Role.ORGANIZER)
        for number in range(OFFICES):
            office = open_unit(kind="office", name=f"O {number}", parent=cast.region)
            add_member(user=cast.olive, unit=office, role=Role.ORGANIZER)
    with transaction():
        post_message(author=cast.oscar, room=room_of(cast.region), text="All of you")

    with django_assert_num_queries(6):
        shown = described(cast.olive, own_streams(cast.olive))

    named = {entry["stream"]: entry for entry in shown}
    kinds = [name.partition(":")[0] for name in named]
    assert kinds.count("feed") == kinds.count("desk") == OFFICES + 1
    assert kinds.count("room") == OFFICES + 3
    assert named[room_of(cast.region).stream]["unread"] == 1
    assert named[cast.office.feed]["unread"] == 0
