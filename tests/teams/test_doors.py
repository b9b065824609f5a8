"""How people come in: open, by invitation, after approval, not at all."""

import threading

import pytest
from django.db import connection
from django.utils import timezone

from hub.actions import transaction
from hub.errors import Conflict
from hub.models import Event
from teams.actions import (
    Outcome,
    add_member,
    admit,
    approve,
    decline,
    invite,
    suspend_member,
)
from teams.documents import VERSIONS
from teams.models import Act, AuditEntry, Consent, Membership, PostalCode, Unit, User
from teams.placement import nearest_open_team
from teams.roles import Role
from tests.teams.browser import Browser

ACCEPTED = dict(VERSIONS)


def door(unit, mode, capacity=None):
    Unit.objects.filter(pk=unit.pk).update(join_mode=mode, capacity=capacity)


def living_at(unit, *codes):
    PostalCode.objects.bulk_create(PostalCode(unit=unit, code=code) for code in codes)


@pytest.fixture
def dora(cast):
    return User.objects.create_user("dora@example.org", "Dora Diaz", locale="es")


@pytest.fixture
def join(cast):
    def join(browser, **fields):
        return browser.post("join", accepted=ACCEPTED, **fields)

    return join


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("44301", "Riverside"),
        ("44 301", "Riverside"),
        ("٤٤٣٠١", "Riverside"),
        ("44999", "Hillside"),
        ("4", "Hillside"),
        ("90210", None),
        ("", None),
        ("x" * 300, None),
    ],
)
def test_a_postal_code_leads_to_the_nearest_open_team(cast, typed, name):
    door(cast.riverside, "open", capacity=10)
    door(cast.hillside, "open")
    living_at(cast.riverside, "44301", "44302")
    living_at(cast.hillside, "44310")

    found = nearest_open_team(typed)

    assert (found.name if found else None) == name


def test_full_closed_and_archived_teams_are_passed_by(cast):
    for unit in (cast.riverside, cast.hillside):
        door(unit, "open")
        living_at(unit, "44301")
    door(cast.riverside, "open", capacity=2)
    assert nearest_open_team("44301") == cast.hillside

    door(cast.hillside, "approval")
    assert nearest_open_team("44301") is None


def test_a_newcomer_lands_in_the_team_of_the_postal_code(
    browser, cast, join, mailed_code
):
    door(cast.riverside, "open")
    living_at(cast.riverside, "44301")

    looked = browser.post("invitations/look", postal_code="44301").json()
    person = {"name": "Dora", "email": "dora@example.org"}
    assert join(browser, postal_code="44301", **person).status_code == 202
    browser.confirm(mailed_code())

    assert looked["unit"]["name"] == "Riverside"
    me = browser.get("me").json()
    assert [one["unit"]["name"] for one in me["memberships"]] == ["Riverside"]
    assert browser.get("joining").json()["outcome"]["outcome"] == "joined"


def test_a_postal_code_far_from_everybody_says_so(browser, cast):
    answer = browser.post("invitations/look", postal_code="90210")

    assert answer.status_code == 403
    assert answer.json()["field"] == "postal_code"


def test_a_place_that_takes_nobody_without_invitation_is_not_there(browser, cast):
    closed = browser.post("invitations/look", unit=str(cast.riverside.pk))
    absent = browser.post("invitations/look", unit="999999")
    office = browser.post("invitations/look", unit=str(cast.office.pk))

    assert closed.status_code == absent.status_code == office.status_code == 403
    assert closed.json() == absent.json() == office.json()


@pytest.mark.parametrize("state", ["full", "archived", "closed"])
def test_where_nobody_gets_in_the_next_team_is_offered(browser, cast, join, state):
    secret = invite(unit=cast.riverside, role=Role.VOLUNTEER, by=cast.bob).secret
    door(cast.hillside, "open")
    door(cast.riverside, "closed" if state == "closed" else "code", capacity=2)
    if state == "archived":
        now = timezone.now()
        Unit.objects.filter(pk=cast.riverside.pk).update(archived_at=now)

    looked = browser.post("invitations/look", secret=secret)
    joined = join(browser, secret=secret, name="Dora", email="dora@example.org")

    assert looked.json()["door"] == state
    assert looked.json()["other"]["name"] == "Hillside"
    assert (joined.status_code, joined.json()["code"]) == (409, "conflict")
    assert not User.objects.filter(email="dora@example.org").exists()


def test_the_last_place_goes_to_one_person(cast, dora):
    door(cast.riverside, "code", capacity=3)
    invitation = invite(
        unit=cast.riverside, role=Role.VOLUNTEER, by=cast.bob
    ).invitation
    fields = {
        "unit": cast.riverside,
        "role": Role.VOLUNTEER,
        "invitation": invitation,
    }

    first = admit(user=dora, **fields)
    second = admit(user=cast.charlie, **fields)

    assert (first.outcome, second.outcome) == (Outcome.JOINED, Outcome.FULL)
    invitation.refresh_from_db()
    assert invitation.uses == 1


def test_who_is_signed_in_joins_with_one_click(cast, join, sign_in):
    secret = invite(unit=cast.riverside, role=Role.VOLUNTEER, by=cast.bob).secret

    answer = join(sign_in(cast.charlie), secret=secret)

    assert answer.json() == {"code_sent": False, "outcome": "joined"}
    assert cast.charlie.memberships.count() == 2


def test_nobody_joins_without_accepting_the_present_texts(browser, cast):
    secret = invite(unit=cast.riverside, role=Role.VOLUNTEER, by=cast.bob).secret
    person = {"secret": secret, "name": "Dora", "email": "dora@example.org"}

    for accepted in ({}, {"privacy": "1999", "conduct": "1999"}):
        answer = browser.post("join", **person, accepted=accepted)

        assert answer.status_code == 409
        assert answer.json()["field"] == "accepted"


@pytest.fixture
def asked(cast, dora):
    door(cast.riverside, "approval")
    with transaction():
        return admit(user=dora, unit=cast.riverside, role=Role.VOLUNTEER).membership


def kinds_for(user):
    events = Event.objects.filter(stream=user.inbox).order_by("seq")
    return list(events.values_list("kind", flat=True))


def test_who_asks_waits_and_the_leader_hears(cast, dora, asked, get):
    assert asked.state == "pending"
    assert kinds_for(cast.bob) == ["member.asked"]
    waiting = get(dora, "joining")["waiting"]
    assert [(one["unit"]["name"], one["waits_for"]) for one in waiting] == [
        ("Riverside", "Bob")
    ]
    assert get(dora, "units")["items"] == []
    queue = get(cast.bob, "requests")
    assert [one["user"]["name"] for one in queue["items"]] == ["Dora Diaz"]
    assert queue["count"] == 1


def test_asking_again_changes_nothing(cast, dora, asked):
    again = admit(user=dora, unit=cast.riverside, role=Role.VOLUNTEER)

    assert (again.outcome, again.membership) == (Outcome.WAITING, asked)
    assert kinds_for(cast.bob) == ["member.asked"]


@pytest.mark.parametrize("who", ["bob", "olive", "diana"])
def test_those_who_lead_let_in(cast, dora, asked, send, who):
    by = getattr(cast, who)

    send(by, "POST", f"requests/{asked.pk}/approve")
    send(by, "POST", f"requests/{asked.pk}/approve")

    asked.refresh_from_db()
    assert asked.state == "active"
    assert kinds_for(dora) == ["member.approved"]
    entries = AuditEntry.objects.filter(act=Act.MEMBER_APPROVED)
    assert [(one.actor_id, one.subject_id) for one in entries] == [(by.pk, dora.pk)]


@pytest.mark.parametrize("who", ["alice", "charlie", "oscar"])
def test_others_neither_see_nor_decide(cast, asked, get, send, who):
    user = getattr(cast, who)

    assert get(user, "requests")["items"] == []
    for answer in ("approve", "decline"):
        send(user, "POST", f"requests/{asked.pk}/{answer}", status=403)

    asked.refresh_from_db()
    assert asked.state == "pending"


def test_declined_is_told_and_stays_so(cast, dora, asked, send):
    send(cast.bob, "POST", f"requests/{asked.pk}/decline")

    late = send(cast.olive, "POST", f"requests/{asked.pk}/approve", status=409)

    assert late["code"] == "conflict"
    asked.refresh_from_db()
    assert asked.state == "left"
    assert kinds_for(dora) == ["member.declined"]


def test_nobody_is_approved_into_a_full_team(cast, asked, send):
    door(cast.riverside, "approval", capacity=2)

    answer = send(cast.bob, "POST", f"requests/{asked.pk}/approve", status=409)

    assert answer["code"] == "conflict"
    asked.refresh_from_db()
    assert asked.state == "pending"


def test_who_was_suspended_can_not_ask(cast):
    door(cast.riverside, "approval")
    suspend_member(membership=cast.alice.memberships.get(), by=cast.olive)

    answer = admit(user=cast.alice, unit=cast.riverside, role=Role.VOLUNTEER)

    assert answer.outcome == Outcome.SUSPENDED


@pytest.mark.django_db(transaction=True)
def test_of_two_answers_at_once_one_wins(cast, asked):
    outcomes = []
    ready = threading.Barrier(2)

    def answer(act, by):
        ready.wait()
        try:
            act(membership=asked, by=by)
            outcomes.append(act.__name__)
        except Conflict:
            outcomes.append("conflict")
        connection.close()

    threads = [
        threading.Thread(target=answer, args=(act, by))
        for act, by in ((approve, cast.bob), (decline, cast.olive))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) in (["approve", "conflict"], ["conflict", "decline"])
    state = Membership.objects.get(pk=asked.pk).state
    assert state == ("active" if "approve" in outcomes else "left")


def test_the_queue_costs_the_same_for_many(cast, asked, django_assert_num_queries, get):
    def ask(number):
        user = User.objects.create_user(f"p{number}@example.org", f"P{number}")
        admit(user=user, unit=cast.riverside, role=Role.VOLUNTEER)

    for number in range(5):
        ask(number)
    get(cast.bob, "requests")
    with django_assert_num_queries(8):
        few = get(cast.bob, "requests", limit=2)
    with django_assert_num_queries(8):
        many = get(cast.bob, "requests", limit=6)

    assert [len(few["items"]), len(many["items"])] == [2, 6]
    second = get(cast.bob, "requests", limit=2, cursor=few["next"])
    assert [one["id"] for one in second["items"]] == [
        one["id"] for one in many["items"][2:4]
    ]


def test_a_leader_sets_the_door_and_others_do_not(cast, send):
    path = f"units/{cast.riverside.pk}/door"

    changed = send(cast.bob, "PATCH", path, join_mode="approval", capacity=25)
    for who in (cast.alice, cast.charlie):
        send(who, "PATCH", path, status=403, join_mode="open", capacity=None)
    wrong = send(cast.bob, "PATCH", path, status=422, join_mode="wide", capacity=None)

    assert changed == {"join_mode": "approval", "capacity": 25, "taken": 2}
    assert wrong["field"] == "join_mode"
    cast.riverside.refresh_from_db()
    assert (cast.riverside.join_mode, cast.riverside.capacity) == ("approval", 25)


def test_a_newcomer_without_a_leader_is_told_to_the_organizer(cast, dora):
    door(cast.hillside, "open")

    admit(user=dora, unit=cast.hillside, role=Role.VOLUNTEER)

    assert kinds_for(cast.olive) == ["newcomer.joined"]
    assert kinds_for(cast.bob) == []


def test_added_by_hand_nobody_is_told(cast, dora):
    add_member(user=dora, unit=cast.riverside, role=Role.VOLUNTEER)

    assert kinds_for(cast.bob) == []


def test_the_page_of_the_texts_has_all_of_it(client, db):
    for document in ("privacy", "conduct"):
        seen = set()
        for language in ("en", "ar", "es"):
            text = client.get(
                f"/api/v1/documents/{document}?language={language}"
            ).json()
            assert text["version"] == VERSIONS[document]
            assert len(text["lines"]) == 3
            seen.add(len(text["parts"]))
            assert all(part["paragraphs"] for part in text["parts"])
        # The same parts in every language.
        assert len(seen) == 1


def test_a_new_version_is_asked_for_once(cast, get, send):
    Consent.objects.filter(user=cast.alice).delete()
    due = get(cast.alice, "joining")["documents"]
    send(cast.alice, "POST", "consents", status=204, accepted=ACCEPTED)
    send(cast.alice, "POST", "consents", status=204, accepted=ACCEPTED)
    old = send(cast.alice, "POST", "consents", status=409, accepted={"privacy": "1"})

    assert [one["document"] for one in due] == ["privacy", "conduct"]
    assert get(cast.alice, "joining")["documents"] == []
    assert old["field"] == "accepted"


def test_nobody_else_s_arrival_is_shown(cast, dora, asked, get):
    assert get(cast.charlie, "joining")["waiting"] == []
    assert Browser().get("joining").status_code == 401
