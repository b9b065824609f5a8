import pytest

from hub.errors import Conflict, Refused

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
