import pytest

from hub.actions import transaction
from hub.errors import Conflict, Refused
from teams.actions import add_member, open_unit
from teams.models import User
from teams.roles import Role

pytestmark = pytest.mark.django_db


def test_me_too_counts_once_per_person(cast, do, ask, stands):
    question = ask(cast.alice)

    do(cast.charlie, "question.me_too", question=question)
    do(cast.charlie, "question.me_too", question=question)

    assert stands(question).me_toos == 1


def test_nobody_follows_their_own_question(cast, do, ask):
    with pytest.raises(Conflict):
        do(cast.alice, "question.me_too", question=ask(cast.alice))


@pytest.mark.parametrize("about", ["problem", "incident"])
def test_what_is_not_shown_to_others_can_not_be_followed(cast, do, ask, about):
    with pytest.raises(Refused):
        do(cast.charlie, "question.me_too", question=ask(cast.alice, about=about))


def test_another_office_of_the_state_may_ask_along(cast, do, ask, stands):
    with transaction():
        office = open_unit(kind="office", name="South", parent=cast.centre)
        team = open_unit(kind="team", name="Southside", parent=office)
        sara = User.objects.create_user(email="sara@example.org", name="Sara")
        add_member(user=sara, unit=team, role=Role.VOLUNTEER)
    question = ask(cast.alice)

    do(sara, "question.me_too", question=question)

    assert stands(question).me_toos == 1


def test_another_state_may_not(cast, do, ask):
    with transaction():
        centre = open_unit(kind="centre", name="Other state", parent=cast.campaign)
        sara = User.objects.create_user(email="sara@example.org", name="Sara")
        add_member(user=sara, unit=centre, role=Role.OPERATOR)

    with pytest.raises(Refused):
        do(sara, "question.me_too", question=ask(cast.alice))
