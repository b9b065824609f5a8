"""The administration: owners look up how things stand, and nobody reads along.

Words are planted into every text of every table; of these, pages show what is listed
here and no other.
"""

import re
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import CharField, JSONField, TextField

from chat.models import Room
from desk.actions import add_entry
from hub.execution import execute
from reports.actions import set_goal
from teams import append_only
from teams.actions import add_member, invite
from teams.admin import site
from teams.models import (
    Import,
    PostalCode,
    User,
)
from teams.roles import Role
from tests.cast import token_of
from tests.teams.browser import Browser

# What an owner is shown of all that is text.
SHOWN = {
    "desk.EntryText.language",
    "desk.LibraryEntry.jurisdiction",
    "desk.LibraryEntry.topic",
    "teams.Campaign.languages",
    "teams.Consent.version",
    "teams.PostalCode.code",
    "teams.Unit.name",
    "teams.Unit.place",
    "teams.User.name",
}
# Without these nobody could be let in, or find the way; names are searched by the keys.
LEFT_ALONE = {
    "teams.Campaign.timezone",
    "teams.User.name_key",
    "teams.User.surname_key",
    "teams.Unit.path",
    "teams.User.password",
    "reports.Report.path",
    "reports.Delta.path",
    "reports.Goal.kind",
}
WORD = re.compile(r"zq\d{4}")


@pytest.fixture(autouse=True)
def _as_often_as_one_likes(settings, tmp_path):
    settings.LIMITS = False
    settings.FRONTEND_DIR = tmp_path
    (tmp_path / "index.html").write_text("<!doctype html><title>Muster</title>")


@pytest.fixture
def busy(cast, owner):
    """A campaign with a row in every table that the administration shows."""

    def do(user, command, **fields):
        execute(user, {"type": command, "client_id": str(uuid4()), **fields})

    room = Room.objects.get(unit=cast.riverside)
    do(cast.alice, "message.post", room=str(room.pk), text="Hello")
    do(cast.alice, "question.ask", text="May I?", about="voter_asks", topic="rules")
    do(
        cast.alice,
        "report.file",
        team=str(cast.riverside.pk),
        kind="doors",
        quantity=7,
        note="A note",
    )
    set_goal(unit=cast.riverside, kind="doors", target=9, by=cast.bob)
    add_entry(
        texts={"en": ("IDs", "None.")},
        topic="rules",
        jurisdiction="Ohio",
        approved_by=cast.diana,
    )
    invite(unit=cast.riverside, role=Role.VOLUNTEER, by=cast.bob)
    token_of(cast.alice)
    Import.objects.create(by=owner, file_name="people.csv")
    PostalCode.objects.create(unit=cast.riverside, code="44301")
    return cast


def plant():
    """A word of its own into each text of each table, and which is whose."""
    planted = {}
    with append_only.lifted(connection):
        for model in apps.get_models(include_auto_created=True):
            if model._meta.app_label not in ("sessions", "contenttypes", "auth"):
                _plant_in(model, planted)
    return planted


def _plant_in(model, planted):
    for field in model._meta.concrete_fields:
        label = f"{model._meta.label}.{field.name}"
        is_text = isinstance(field, CharField | TextField | JSONField)
        if not is_text or field.choices or field.primary_key or label in LEFT_ALONE:
            continue
        for row in model.objects.order_by("pk"):
            word = f"zq{len(planted):04}"
            planted[word] = label
            written = f"{word}@{word}.test" if field.name == "email" else word
            if isinstance(field, JSONField):
                written = [word]
            model.objects.filter(pk=row.pk).update(**{field.name: written})


def pages():
    """Every page that there is: those of apps, the lists, and each row of each."""
    yield "/admin/"
    yield from sorted({f"/admin/{model._meta.app_label}/" for model in site._registry})
    for model, shown in site._registry.items():
        place = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        yield place
        assert model.objects.exists(), f"nothing to look at in {place}"
        if shown.has_pages:
            for pk in model.objects.order_by("pk").values_list("pk", flat=True):
                yield f"{place}{pk}/change/"


def read(browser, address, status=200):
    answer = browser.get(address)
    assert answer.status_code == status, (address, answer.content)
    return answer.content.decode()


def words_in(page):
    # The search field says again what was asked.
    return set(WORD.findall(re.sub(r'value="[^"]*"', "", page)))


def test_pages_show_what_is_listed_here_and_nothing_else_that_people_wrote(
    inside, busy
):
    planted = plant()

    seen = {word for page in pages() for word in words_in(read(inside, page))}

    assert {planted[word] for word in seen} == SHOWN


def test_nothing_hidden_can_be_searched_for(inside, busy):
    planted = plant()
    hidden = [word for word, label in planted.items() if label not in SHOWN]
    lists = [page for page in pages() if page.count("/") == 4]

    for place in lists:
        if 'name="q"' not in read(inside, place):
            continue
        for word in hidden:
            found = read(inside, f"{place}?q={word}")
            assert 'id="result_list"' not in found, (place, planted[word])


@pytest.mark.parametrize(
    ("place", "asked"),
    [
        ("teams/user", "email__startswith=alice"),
        ("teams/user", "phone__contains=1555"),
        ("teams/user", "password__startswith=!"),
        ("teams/membership", "user__email__startswith=alice"),
        ("teams/membership", "user__phone__isnull=0"),
        ("teams/invitation", "digest__startswith=a"),
        ("teams/token", "name=tests"),
        ("teams/token", "digest__startswith=a"),
        ("desk/question", "text__contains=May"),
        ("desk/question", "asker__name=Alice"),
        ("desk/libraryentry", "title=IDs"),
        ("chat/room", "messages__text__contains=Hello"),
    ],
)
def test_a_list_is_not_narrowed_by_what_it_does_not_show(inside, busy, place, asked):
    answer = inside.get(f"/admin/{place}/?{asked}")

    assert answer.status_code == 400


@pytest.mark.parametrize("role", [role for role in Role if role != Role.OWNER])
def test_for_every_other_role_there_is_no_such_page(browse, busy, role):
    places = {Role.DIRECTOR: busy.campaign, Role.DESK_LEAD: busy.centre}
    office = {Role.ORGANIZER, Role.OPERATOR}
    unit = places.get(role, busy.office if role in office else busy.riverside)
    person = User.objects.create_user(f"{role}@example.org", "Zoe")
    person.is_superuser = True
    person.save()
    add_member(user=person, unit=unit, role=role)
    browser = browse(person)

    assert browser.post("administration").status_code == 403
    for page in pages():
        assert "Muster</title>" in read(browser, page, 404)


def test_strangers_are_led_to_the_door(busy, db):
    stranger = Browser()

    assert stranger.post("administration").status_code == 401
    for page in pages():
        answer = stranger.get(page)
        assert (answer.status_code, answer["Location"]) == (302, "/administration")


@pytest.mark.parametrize(
    "path",
    [
        "login/",
        "logout/",
        "password_change/",
        "autocomplete/",
        "r/1/1/",
        "teams/user/add/",
        "teams/user/{pk}/delete/",
        "teams/user/{pk}/history/",
        "teams/user/{pk}/password/",
        "teams/user/999999/change/",
        "teams/user/none/change/",
        "auth/group/",
        "account/emailaddress/",
        "mfa/authenticator/",
        "sessions/session/",
        "chat/message/",
        "teams/auditentry/",
        "hub/event/",
    ],
)
def test_what_writes_or_shows_more_is_not_there(inside, owner, path):
    read(inside, f"/admin/{path.format(pk=owner.pk)}", 404)


def test_nothing_can_be_sent_there(inside, busy):
    before = list(User.objects.order_by("pk").values())

    for page in pages():
        answer = inside.client.post(
            page,
            {"name": "Mallory", "action": "delete_selected", "_save": "1"},
            headers={**inside.headers, "x-csrftoken": inside.csrf_token},
        )
        assert answer.status_code in (200, 403), page

    assert list(User.objects.order_by("pk").values()) == before


def test_pages_run_no_script_of_their_own(inside, busy):
    for page in pages():
        answer = inside.get(page)
        content = answer.content.decode()

        assert "script-src 'self'" in answer["Content-Security-Policy"]
        assert answer["X-Frame-Options"] == "DENY"
        assert not re.search(r"<script(?![^>]*\bsrc=)", content), page
        assert not re.search(r"<style|\sstyle=|\son\w+=", content), page
        assert "jquery" not in content
        assert "no-store" in answer["Cache-Control"]
