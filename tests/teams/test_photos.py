"""A person's photo: who changes it, who sees it, and what is left of it."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

import routing  # noqa: F401
from hub.models import Event
from teams.actions import (
    add_member,
    change_photo,
    erase_person,
    suspend_member,
    suspend_person,
)
from teams.models import Act, AuditEntry, Photo, User
from teams.photos import BYTES_AT_MOST, files, pictures_of
from teams.roles import Role
from tests.cast import assemble, token_of
from tests.teams.pictures import BLUE, RED, is_about, kept, of, opened, portrait

DAY_S = 24 * 60 * 60


@pytest.fixture(autouse=True)
def data_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture(scope="module")
def red():
    return pictures_of(portrait(RED))


@pytest.fixture
def seen(client):
    """The photo of somebody as another one gets it, with the whole answer."""

    def seen(viewer, of, status=200, headers=(), **query):
        headers = {"authorization": f"Bearer {token_of(viewer)}", **dict(headers)}
        answer = client.get(f"/api/v1/people/{of.pk}/photo", query, headers=headers)
        assert answer.status_code == status, answer.content
        return answer

    return seen


@pytest.fixture
def put(client):
    def put(user, content, status=200):
        answer = client.put(
            "/api/v1/me/photo",
            content,
            "application/octet-stream",
            headers={"authorization": f"Bearer {token_of(user)}"},
        )
        assert answer.status_code == status, answer.content
        return answer.json()

    return put


def test_somebody_sets_a_photo_and_the_leader_sees_it(put, get, seen, cast):
    answer = put(cast.alice, portrait(RED))

    assert get(cast.alice, "me")["photo"] == answer["photo"]
    assert get(cast.bob, f"people/{cast.alice.pk}")["user"] == {
        "id": str(cast.alice.pk),
        "name": "Alice",
        "photo": answer["photo"],
    }
    for size, side in (("small", 96), ("large", 320)):
        shown = opened(seen(cast.bob, cast.alice, size=size).content)
        assert (shown.format, shown.size) == ("WEBP", (side, side))
        assert is_about(shown.getpixel((9, 9)), RED)


def test_who_has_none_has_none_everywhere(get, seen, cast):
    assert get(cast.alice, "me")["photo"] is None
    assert "photo" not in get(cast.bob, f"people/{cast.alice.pk}")["user"]
    assert seen(cast.bob, cast.alice, status=403).json()["code"] == "refused"
    assert seen(cast.alice, cast.alice, status=403).json()["code"] == "refused"


def test_rows_of_places_and_of_the_search_have_it(get, cast, red):
    photo = change_photo(user=cast.alice, pictures=red)

    members = get(cast.bob, f"units/{cast.riverside.pk}/members")["items"]
    found = get(cast.bob, "people", prefix="al")["items"]

    photos = {one["user"]["name"]: one["user"].get("photo") for one in members}
    assert photos == {"Alice": photo.name, "Bob": None}
    assert [one["user"]["photo"] for one in found] == [photo.name]


def test_the_row_of_who_is_out_has_it_for_who_decides(get, seen, cast, red):
    photo = change_photo(user=cast.alice, pictures=red)
    suspend_member(membership=cast.alice.memberships.get(), by=cast.olive)

    (row,) = get(cast.olive, f"units/{cast.riverside.pk}/members/out")["items"]

    assert row["user"]["photo"] == photo.name
    seen(cast.olive, cast.alice)
    seen(cast.bob, cast.alice, status=403)
    seen(cast.alice, cast.alice)


@pytest.mark.parametrize("who", ["bob", "olive", "oscar", "diana", "charlie", "alice"])
def test_who_may_open_the_card_sees_the_photo_and_nobody_else(
    client, cast, red, seen, who
):
    change_photo(user=cast.alice, pictures=red)
    viewer = getattr(cast, who)
    headers = {"authorization": f"Bearer {token_of(viewer)}"}
    card = client.get(f"/api/v1/people/{cast.alice.pk}", headers=headers)

    seen(viewer, cast.alice, status=card.status_code)

    assert (card.status_code == 403) == (who in ("charlie", "oscar"))


def test_charlie_learns_as_little_as_of_nobody_at_all(seen, cast, red, client):
    change_photo(user=cast.alice, pictures=red)
    headers = {"authorization": f"Bearer {token_of(cast.charlie)}"}

    of_alice = seen(cast.charlie, cast.alice, status=403)

    for nobody in ("999999", "04", "x"):
        other = client.get(f"/api/v1/people/{nobody}/photo", headers=headers)
        assert (other.status_code, other.content) == (403, of_alice.content)
    assert "ETag" not in of_alice
    assert "max-age" not in of_alice.headers.get("Cache-Control", "")


def test_a_stranger_is_asked_to_sign_in(client, cast, red):
    change_photo(user=cast.alice, pictures=red)

    assert client.get(f"/api/v1/people/{cast.alice.pk}/photo").status_code == 401
    assert client.put("/api/v1/me/photo", portrait()).status_code in (401, 403)
    assert Photo.objects.count() == 1


def test_the_browser_keeps_what_has_an_address_of_its_own(seen, cast, red):
    name = change_photo(user=cast.alice, pictures=red).name

    known, bare = (seen(cast.bob, cast.alice, v=v) for v in (name, ""))

    assert known["Content-Type"] == "image/webp"
    assert known["X-Content-Type-Options"] == "nosniff"
    assert known["Cache-Control"] == f"private, max-age={DAY_S}, immutable"
    assert known["ETag"] == f'"{name}-small"'
    assert bare["Cache-Control"] == "private, no-cache"


def test_an_address_of_an_earlier_photo_is_not_kept(seen, cast, red):
    earlier = change_photo(user=cast.alice, pictures=red).name
    now = change_photo(user=cast.alice, pictures=red).name

    answer = seen(cast.bob, cast.alice, v=earlier)

    assert answer["Cache-Control"] == "private, no-cache"
    assert answer["ETag"] == f'"{now}-small"'


def test_the_same_photo_is_not_sent_twice(seen, cast, red):
    change_photo(user=cast.alice, pictures=red)
    tag = seen(cast.bob, cast.alice)["ETag"]

    again = seen(cast.bob, cast.alice, status=304, headers={"if-none-match": tag})

    assert (again.content, again["ETag"]) == (b"", tag)
    other = {"if-none-match": tag}
    assert seen(cast.bob, cast.alice, size="large", headers=other).content
    seen(cast.charlie, cast.alice, status=403, headers={"if-none-match": tag})


def test_looking_at_photos_counts_as_looking_at_people(seen, cast, red):
    change_photo(user=cast.charlie, pictures=red)
    seen(cast.olive, cast.charlie)

    assert [look.person_id for look in cast.olive.looks.all()] == [cast.charlie.pk]


@pytest.mark.parametrize("content", [b"", b"<svg/>", portrait()[:200]])
def test_what_is_no_picture_changes_nothing(put, get, cast, red, content):
    before = change_photo(user=cast.alice, pictures=red)

    answer = put(cast.alice, content, status=422)

    assert (answer["code"], answer["field"]) == ("invalid", "photo")
    assert get(cast.alice, "me")["photo"] == before.name
    assert kept() == of(before)


def test_too_many_bytes_change_nothing(put, cast):
    answer = put(cast.alice, portrait() + b"\0" * BYTES_AT_MOST, status=413)

    assert answer["code"] == "too_large"
    assert kept() == []


def test_a_full_disk_leaves_what_was(put, cast, red, data_folder):
    (data_folder / "uploads").mkdir()
    (data_folder / "uploads" / "photos").write_text("in the way")

    answer = put(cast.alice, portrait(), status=503)

    assert answer["code"] == "unavailable"
    assert not Photo.objects.exists()


def test_ten_changes_in_ten_minutes_are_enough(put, cast, settings):
    settings.LIMITS = True
    for _ in range(10):
        put(cast.alice, b"no picture", status=422)

    answer = put(cast.alice, portrait(), status=429)

    assert answer["code"] == "rate_limited"
    assert answer["retry_after_ms"] > 0
    put(cast.bob, portrait())


@pytest.mark.django_db(transaction=True)
def test_one_takes_one_s_own_away(send, get, seen, red):
    cast = assemble()
    change_photo(user=cast.alice, pictures=red)

    for _again in range(2):
        send(cast.alice, "DELETE", "me/photo", status=204)

    assert get(cast.alice, "me")["photo"] is None
    assert kept() == []
    seen(cast.bob, cast.alice, status=403)
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("bob", 204),
        ("olive", 204),
        ("diana", 204),
        ("alice", 403),
        ("charlie", 403),
        ("oscar", 403),
    ],
)
def test_who_may_mute_somebody_may_take_their_photo_away(
    send, get, cast, red, who, status
):
    change_photo(user=cast.alice, pictures=red)
    decider = getattr(cast, who)

    send(decider, "DELETE", f"people/{cast.alice.pk}/photo", status=status)

    removed = status == 204
    assert Photo.objects.exists() != removed
    entries = AuditEntry.objects.filter(act=Act.PHOTO_REMOVED)
    assert list(entries.values_list("actor_id", "subject_id", "unit_id")) == (
        [(decider.pk, cast.alice.pk, cast.riverside.pk)] if removed else []
    )
    heard = Event.objects.filter(stream=cast.alice.inbox, kind="photo.removed")
    assert [json.loads(one.data)["unit"]["name"] for one in heard] == (
        ["Riverside"] if removed else []
    )


@pytest.mark.parametrize("other", ["olive", "diana", "bob"])
def test_nobody_takes_the_photo_of_a_superior_an_equal_or_themself(
    send, cast, red, other
):
    person = getattr(cast, other)
    change_photo(user=person, pictures=red)
    add_member(user=person, unit=cast.riverside, role=Role.LEADER)

    send(cast.bob, "DELETE", f"people/{person.pk}/photo", status=403)

    assert Photo.objects.filter(user=person).exists()


def test_where_there_is_none_nothing_is_written_down(send, cast):
    send(cast.bob, "DELETE", f"people/{cast.alice.pk}/photo", status=204)

    assert not AuditEntry.objects.exists()
    assert not Event.objects.filter(kind="photo.removed").exists()


def test_the_member_s_card_offers_it_only_while_there_is_one(get, cast, red):
    path = f"members/{cast.alice.memberships.get().pk}"

    before = get(cast.bob, path)["may"]
    change_photo(user=cast.alice, pictures=red)

    assert "remove_photo" not in before
    assert get(cast.bob, path)["may"] == [*before, "remove_photo"]
    assert "remove_photo" not in get(cast.alice, path)["may"]


def test_rows_with_photos_take_as_many_queries_as_rows_without(
    get, cast, red, settings
):
    settings.LIMITS = False

    def add_sams(count, photos):
        for number in range(count):
            email = f"sam{number}-{photos}@example.org"
            user = User.objects.create_user(email, f"Sam {number}")
            member = add_member(user=user, unit=cast.riverside, role=Role.VOLUNTEER)
            if photos and number % 3:
                Photo.objects.create(user=user, name=f"photo {number}")
            if number % 2:
                suspend_member(membership=member, by=cast.olive)

    def asked(path, **query):
        get(cast.olive, path, **query)
        with CaptureQueriesContext(connection) as found:
            get(cast.olive, path, **query)
        return len(found)

    lists = [
        (f"units/{cast.riverside.pk}/members", {}),
        (f"units/{cast.riverside.pk}/members/out", {}),
        ("people", {"prefix": "sam"}),
        (f"people/{cast.alice.pk}", {}),
    ]
    add_sams(2, photos=False)
    without = [asked(path, **query) for path, query in lists]
    add_sams(9, photos=True)
    change_photo(user=cast.alice, pictures=red)

    assert [asked(path, **query) for path, query in lists] == without


def test_a_photo_takes_few_queries(client, cast, red):
    change_photo(user=cast.alice, pictures=red)
    headers = {"authorization": f"Bearer {token_of(cast.bob)}"}

    with CaptureQueriesContext(connection) as asked:
        client.get(f"/api/v1/people/{cast.alice.pk}/photo", headers=headers)

    assert len(asked) <= 6


def test_who_is_shut_out_keeps_it_for_the_day_they_are_let_in(seen, cast, red):
    change_photo(user=cast.alice, pictures=red)
    suspend_person(user=cast.alice, by=cast.diana)

    seen(cast.diana, cast.alice)
    seen(cast.bob, cast.alice, status=403)
    assert len(kept()) == 2


def test_of_who_is_erased_nobody_sees_any(seen, cast, red):
    change_photo(user=cast.alice, pictures=red)
    erase_person(user=cast.alice, by=cast.alice)

    seen(cast.diana, cast.alice, status=403)


def test_the_later_of_two_pictures_is_the_one_that_is_seen(put, seen, cast):
    put(cast.alice, portrait(RED))
    put(cast.alice, portrait(BLUE))

    assert is_about(opened(seen(cast.bob, cast.alice).content).getpixel((9, 9)), BLUE)


def test_a_file_that_is_gone_is_a_photo_that_is_not_there(seen, cast, red):
    photo = change_photo(user=cast.alice, pictures=red)
    files.remove(photo.name)

    seen(cast.bob, cast.alice, status=403)
