import pytest

from hub.errors import Invalid
from teams.actions import add_member, open_campaign
from teams.roles import Role

pytestmark = pytest.mark.django_db


def test_the_office_gets_it_while_somebody_is_on_its_desk(cast, ask, sit_down, stands):
    sit_down(cast.olive)

    assert stands(ask(cast.alice)).desk == cast.office


def test_online_is_not_on_desk(cast, ask, tracker, stands):
    assert stands(ask(cast.alice)).desk == cast.centre


def test_a_voter_at_the_door_goes_straight_up(cast, ask, sit_down, stands):
    sit_down(cast.olive)

    assert stands(ask(cast.alice, at_the_door=True)).desk == cast.centre


def test_a_desk_of_another_office_is_no_help(cast, ask, sit_down, stands):
    sit_down(cast.diana)

    assert stands(ask(cast.charlie)).desk == cast.centre


def test_where_nobody_could_answer_it_says_so(cast, do):
    lone = open_campaign(name="Lone", kind="civic", timezone="UTC", languages=["en"])
    add_member(user=cast.alice, unit=lone.unit, role=Role.VOLUNTEER)

    with pytest.raises(Invalid) as invalid:
        do(
            cast.alice,
            "question.ask",
            text="Anyone?",
            about="problem",
            unit=str(lone.unit.pk),
        )

    assert invalid.value.field == "unit"
