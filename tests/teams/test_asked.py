"""A request that came to nothing gives its invitation the use back, and only once."""

import threading

import pytest
from django.db import connection

from hub.models import Event
from teams.actions import Outcome, admit, approve, decline, invite, withdraw
from teams.models import Membership, Unit, User
from teams.roles import Role

ENDS = ["decline", "withdraw"]


@pytest.fixture
def link(cast):
    Unit.objects.filter(pk=cast.riverside.pk).update(join_mode="approval")
    invited = invite(unit=cast.riverside, role=Role.VOLUNTEER, by=cast.bob, max_uses=2)
    return invited.invitation


@pytest.fixture
def dora(cast):
    return User.objects.create_user("dora@example.org", "Dora Diaz")


def ask(user, link):
    return admit(user=user, unit=link.unit, role=Role.VOLUNTEER, invitation=link)


def end(how, membership, cast):
    if how == "decline":
        decline(membership=membership, by=cast.bob)
    else:
        withdraw(membership=membership)


def uses(link):
    link.refresh_from_db()
    return link.uses


@pytest.mark.parametrize("how", ENDS)
def test_a_request_that_came_to_nothing_is_no_use(cast, dora, link, how):
    asked = ask(dora, link).membership
    assert uses(link) == 1

    end(how, asked, cast)

    assert uses(link) == 0


def test_declined_twice_gives_back_once(cast, dora, link):
    ask(User.objects.create_user("ed@example.org", "Ed"), link)
    asked = ask(dora, link).membership

    for by in (cast.bob, cast.olive):
        decline(membership=asked, by=by)

    assert uses(link) == 1


@pytest.mark.parametrize("how", ENDS)
def test_who_asks_again_has_no_use_given_back(cast, dora, link, how):
    for _again in range(3):
        end(how, ask(dora, link).membership, cast)

    assert uses(link) == 2
    assert ask(dora, link).outcome == Outcome.REFUSED


def test_who_was_let_in_has_used_the_link(cast, dora, link):
    approve(membership=ask(dora, link).membership, by=cast.bob)

    assert uses(link) == 1


def test_a_request_outlives_the_invitation_that_it_came_by(cast, dora, link):
    asked = ask(dora, link).membership
    link.delete()

    decline(membership=asked, by=cast.bob)

    assert Membership.objects.get(pk=asked.pk).state == "left"


@pytest.mark.django_db(transaction=True)
def test_a_link_is_never_used_more_often_than_it_may_be(cast, dora, link):
    asked = ask(dora, link).membership
    people = [User.objects.create_user(f"{n}@example.org", f"P{n}") for n in range(4)]
    ready = threading.Barrier(len(people) + 1)
    outcomes = []

    def run(act):
        ready.wait()
        outcomes.append(act())
        connection.close()

    acts = [lambda user=user: ask(user, link).outcome for user in people]
    acts.append(lambda: decline(membership=asked, by=cast.bob))
    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    waiting = Membership.objects.filter(state="pending").count()
    assert waiting == outcomes.count(Outcome.WAITING) == uses(link) <= 2


def test_who_withdraws_is_gone_from_the_list_and_was_not_declined(
    cast, dora, link, get, send
):
    ask(dora, link)

    send(dora, "DELETE", f"units/{link.unit_id}/request", status=204)

    assert get(cast.bob, "requests")["items"] == []
    mine = get(dora, "joining")
    assert (mine["waiting"], mine["declined"]) == ([], [])
    told = Event.objects.filter(stream=cast.bob.inbox).order_by("seq")
    assert [one.kind for one in told] == ["member.asked", "request.ended"]


@pytest.mark.parametrize(
    ("who", "told"),
    [("olive", ["member.asked", "request.ended"]), ("bob", ["member.asked"])],
)
def test_a_list_that_is_open_hears_that_somebody_else_has_declined(
    cast, dora, link, who, told
):
    decline(membership=ask(dora, link).membership, by=getattr(cast, who))

    heard = Event.objects.filter(stream=cast.bob.inbox).order_by("seq")
    assert [one.kind for one in heard] == told


def test_a_request_after_a_withdrawn_one_may_be_declined(cast, dora, link, get):
    withdraw(membership=ask(dora, link).membership)

    decline(membership=ask(dora, link).membership, by=cast.bob)

    declined = get(dora, "joining")["declined"]
    assert [one["unit"]["name"] for one in declined] == ["Riverside"]


def test_only_what_is_open_and_one_s_own_is_withdrawn(cast, dora, link, send):
    asked = ask(dora, link).membership
    path = f"units/{link.unit_id}/request"

    for other in (cast.alice, cast.charlie, cast.bob):
        send(other, "DELETE", path, status=403)
    approve(membership=asked, by=cast.bob)
    send(dora, "DELETE", path, status=403)

    assert Membership.objects.get(pk=asked.pk).state == "active"
