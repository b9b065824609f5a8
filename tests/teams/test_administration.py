"""The administration: who comes in, for how long, and what looking at names costs."""

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.test.utils import CaptureQueriesContext

from teams.actions import add_crowd, erase_person
from teams.admin.door import ENTERED_AT
from teams.freshness import FRESH_FOR_S
from teams.models import Act, AuditEntry, Look, User
from teams.roles import Role
from tests.cast import token_of


@pytest.fixture(autouse=True)
def _as_often_as_one_likes(settings, tmp_path):
    settings.LIMITS = False
    settings.FRONTEND_DIR = tmp_path
    (tmp_path / "index.html").write_text("<!doctype html><title>Muster</title>")


def read(browser, address, status=200):
    answer = browser.get(address)
    assert answer.status_code == status, (address, answer.content)
    return answer.content.decode()


def test_an_owner_comes_in_by_the_door_alone(browse, owner):
    browser = browse(owner)
    answer = browser.get("/admin/")
    assert (answer.status_code, answer["Location"]) == (302, "/administration")

    assert browser.post("administration").status_code == 204

    assert "People and places" in read(browser, "/admin/")
    entry = AuditEntry.objects.order_by("-seq").first()
    assert (entry.act, entry.actor_id) == (Act.ADMINISTRATION_ENTERED, owner.pk)


def test_the_door_wants_a_proof(browse, owner):
    browser = browse(owner, proven=False)

    answer = browser.post("administration")

    assert answer.status_code == 403
    assert answer.json()["field"] == "second_factor"
    assert browser.get("/admin/").status_code == 302


@pytest.mark.parametrize("what", [ENTERED_AT, "proof"])
def test_ten_minutes_later_the_door_is_shut(inside, what):
    session = SessionStore(inside.session_key)
    if what == "proof":
        for record in session["account_authentication_methods"]:
            record["at"] -= FRESH_FOR_S
    else:
        session[ENTERED_AT] -= FRESH_FOR_S
    session.modified = True
    session.save()

    assert inside.get("/admin/").status_code == 302


def test_who_is_no_owner_any_more_is_out_at_once(inside, owner):
    owner.memberships.update(role=Role.DIRECTOR)

    read(inside, "/admin/", 404)


def test_a_token_opens_nothing(client, owner):
    headers = {"authorization": f"Bearer {token_of(owner)}"}

    entered = client.post("/api/v1/administration", headers=headers)
    looked = client.get("/admin/", headers=headers)

    assert entered.status_code == 403
    assert entered.json()["field"] == "token"
    assert looked.status_code == 404


def test_names_that_are_looked_at_count_as_in_people(inside, owner, cast):
    read(inside, "/admin/teams/user/")

    looked = set(Look.objects.filter(viewer=owner).values_list("person_id", flat=True))
    assert looked == set(User.objects.values_list("pk", flat=True)) - {owner.pk}


def test_who_looks_through_too_many_is_stopped(inside, owner, cast):
    crowd = [
        (
            User.objects.newcomer(f"p{n}@example.org", f"P {n}"),
            cast.hillside,
            "volunteer",
        )
        for n in range(520)
    ]
    add_crowd(crowd)

    statuses = [
        inside.get(f"/admin/teams/user/?p={number}").status_code
        for number in range(1, 12)
    ]

    assert statuses[:9] == [200] * 9
    assert statuses[-1] == 429
    assert AuditEntry.objects.filter(act=Act.LOOKED_THROUGH, actor_id=owner.pk).exists()


@pytest.mark.parametrize("page", ["teams/user/", "teams/membership/", "teams/unit/"])
def test_a_list_asks_as_often_for_fifty_rows_as_for_a_few(inside, cast, page):
    read(inside, f"/admin/{page}")
    with CaptureQueriesContext(connection) as few:
        read(inside, f"/admin/{page}")
    crowd = [
        (
            User.objects.newcomer(f"p{n}@example.org", f"P {n}"),
            cast.hillside,
            "volunteer",
        )
        for n in range(60)
    ]
    add_crowd(crowd)
    read(inside, f"/admin/{page}")

    with CaptureQueriesContext(connection) as many:
        read(inside, f"/admin/{page}")

    assert len(many) == len(few)
    assert len(many) <= 12, [query["sql"] for query in many]


def test_people_are_found_by_the_beginning_of_either_name(inside, cast):
    add_crowd(
        [
            (
                User.objects.newcomer("h@example.org", "Lina Haddad"),
                cast.hillside,
                "volunteer",
            )
        ]
    )

    for asked in ("lin", "hadd"):
        assert "Lina Haddad" in read(inside, f"/admin/teams/user/?q={asked}")
    assert "Lina Haddad" not in read(inside, "/admin/teams/user/?q=addad")


@pytest.mark.parametrize(
    ("locale", "words", "direction"),
    [
        ("en", ["How things stand", "Places", "Field office"], "ltr"),
        ("es", ["Lugares", "Oficina local"], "ltr"),
        ("ar", ["أماكن", "المكتب الميداني"], "rtl"),
    ],
)
def test_it_speaks_the_owner_s_language(inside, owner, cast, locale, words, direction):
    User.objects.filter(pk=owner.pk).update(locale=locale)

    page = read(inside, "/admin/") + read(inside, "/admin/teams/unit/")

    assert f'lang="{locale}" dir="{direction}"' in page
    for word in words:
        assert word.lower() in page.lower()


def test_somebody_erased_is_a_former_member(inside, cast):
    erase_person(user=cast.charlie, by=None)

    page = read(inside, f"/admin/teams/user/{cast.charlie.pk}/change/")

    assert "a former member" in page
    assert "—" not in page


def test_what_can_be_done_about_it_is_a_link_away(inside, cast):
    page = read(inside, f"/admin/teams/user/{cast.alice.pk}/change/")

    assert f'href="/people/person/{cast.alice.pk}"' in page


def test_contact_details_are_masked(inside, cast):
    page = read(inside, f"/admin/teams/user/{cast.alice.pk}/change/")

    assert "a•••@e•••.org" in page
    assert cast.alice.email not in page
    assert cast.alice.phone not in page
