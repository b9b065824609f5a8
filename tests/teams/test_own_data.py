"""What is kept of oneself, and what is left when an account is deleted."""

import tracemalloc
from datetime import timedelta
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from chat.models import Message
from chat.queries import room_of
from desk.models import Question
from hub.execution import execute
from hub.models import Event
from reports.models import Report
from teams.actions import add_member, erase_past_retention, remove_member
from teams.models import Act, AuditEntry, Campaign, Membership, User
from teams.roles import Role

WORDS = "SecretlyPlantedWords"
MANY = 5000


@pytest.fixture(autouse=True)
def _as_often_as_one_likes(settings):
    settings.LIMITS = False


@pytest.fixture
def do():
    def do(user, command, **fields):
        return execute(user, {"type": command, "client_id": str(uuid4()), **fields})

    return do


@pytest.fixture
def busy(cast, do):
    """Alice has written, reported and asked; Bob too."""
    room = str(room_of(cast.riverside).pk)
    for user in (cast.alice, cast.bob):
        do(user, "message.post", room=room, text=f"{WORDS} of {user.name}")
        do(
            user,
            "report.file",
            team=str(cast.riverside.pk),
            kind="doors",
            quantity=7,
            mood=2,
            note=f"{WORDS} of {user.name}",
        )
        do(
            user,
            "question.ask",
            text=f"{WORDS} of {user.name}",
            about="voter_asks",
        )
    return cast


def kept_of(name):
    """All that is still in the log with these words."""
    return [
        (event.stream, event.kind)
        for event in Event.objects.all()
        if name in event.data or name in event.by
    ]


def test_one_s_own_data_is_all_there_and_nobody_else_s(get, busy):
    data = get(busy.alice, "me/data")

    assert data["profile"][0]["email"] == "alice@example.org"
    assert data["memberships"][0]["place"] == "Riverside"
    assert [one["text"] for one in data["messages"]] == [f"{WORDS} of Alice"]
    assert [one["note"] for one in data["reports"]] == [f"{WORDS} of Alice"]
    assert [one["text"] for one in data["questions"]] == [f"{WORDS} of Alice"]
    assert "of Bob" not in str(data)
    assert AuditEntry.objects.filter(act=Act.EXPORTED).count() == 1


def test_what_is_said_of_somebody_else_s_acts_is_no_address(get, sign_in, busy):
    sign_in(busy.bob).post(f"people/{busy.alice.pk}/reveal", reason="shift")

    acts = get(busy.alice, "me/data")["acts"]

    assert [one["act"] for one in acts][:1] == ["contacts_revealed"]
    assert acts[0]["about_me"]
    assert not acts[0]["by_me"]


def test_a_deleted_account_leaves_figures_and_no_name_or_word(sign_in, busy):
    EmailAddress.objects.create(user=busy.alice, email=busy.alice.email)
    browser = sign_in(busy.alice)

    answer = browser.post("me/erase", name="Alice")

    assert answer.status_code == 204
    alice = User.objects.get(pk=busy.alice.pk)
    assert (alice.name, alice.phone, alice.is_active) == ("—", "", False)
    assert alice.email == f"erased-{alice.pk}@erased.invalid"
    assert not EmailAddress.objects.filter(email="alice@example.org").exists()
    assert kept_of("Alice") == []
    assert {one.text for one in Message.objects.all()} == {"", f"{WORDS} of Bob"}
    assert {one.text for one in Question.objects.all()} == {"—", f"{WORDS} of Bob"}
    report = Report.objects.get(reporter=alice)
    assert (report.quantity, report.note, report.mood) == (7, "", None)
    assert kept_of("of Bob") != []
    assert browser.get("me").status_code == 401
    assert AuditEntry.objects.filter(act=Act.PERSON_ERASED).count() == 1


@pytest.mark.parametrize("name", ["", " ", "\u2068\u2069", "Bob", "Alicia"])
def test_an_account_is_deleted_by_typing_one_s_name(sign_in, cast, name):
    answer = sign_in(cast.alice).post("me/erase", name=name)

    assert (answer.status_code, answer.json()["field"]) == (422, "name")
    assert User.objects.get(pk=cast.alice.pk).is_active


@pytest.mark.parametrize(
    "typed", ["\u2068Alice\u2069", " alice\u00a0", "alice@example.org"]
)
def test_the_name_counts_however_it_was_typed_or_copied(sign_in, cast, typed):
    answer = sign_in(cast.alice).post("me/erase", name=typed)

    assert answer.status_code == 204
    assert not User.objects.get(pk=cast.alice.pk).is_active


def test_whose_name_waits_deletes_the_account_by_that_name(sign_in, cast):
    newcomer = User.objects.create_user("new@example.org", "B0b")
    add_member(user=newcomer, unit=cast.riverside, role=Role.VOLUNTEER)
    newcomer.refresh_from_db()
    assert newcomer.name == "…"

    answer = sign_in(newcomer).post("me/erase", name="B0b")

    assert answer.status_code == 204
    assert not User.objects.get(pk=newcomer.pk).is_active


def test_the_last_owner_can_t_be_deleted_and_nothing_happens(sign_in, cast):
    add_member(user=cast.diana, unit=cast.campaign, role=Role.OWNER)

    answer = sign_in(cast.diana).post("me/erase", name="Diana")

    assert answer.status_code == 409
    diana = User.objects.get(pk=cast.diana.pk)
    assert (diana.name, diana.is_active) == ("Diana", True)
    assert diana.memberships.filter(state="active").count() == 2


def test_who_left_is_erased_when_the_days_are_over(cast):
    Campaign.objects.update(retention_days=30)
    for user, days in ((cast.alice, 31), (cast.charlie, 29)):
        remove_member(membership=user.memberships.get())
        ended = timezone.now() - timedelta(days=days)
        Membership.objects.filter(user=user).update(ended_at=ended)
    remove_member(membership=cast.oscar.memberships.first())

    erase_past_retention()

    erased = User.objects.exclude(erased_at=None)
    assert [user.pk for user in erased] == [cast.alice.pk]


def test_who_comes_back_is_not_erased(cast):
    membership = cast.alice.memberships.get()
    remove_member(membership=membership)
    Membership.objects.update(ended_at=timezone.now() - timedelta(days=400))
    add_member(user=cast.alice, unit=cast.riverside, role=Role.VOLUNTEER)

    erase_past_retention()

    assert not User.objects.exclude(erased_at=None).exists()


def test_much_is_told_in_bounded_memory_by_few_queries(sign_in, cast):
    room = room_of(cast.riverside)
    Message.objects.bulk_create(
        Message(
            room=room, author=cast.alice, text="x" * 4000, seq=seq, at=timezone.now()
        )
        for seq in range(1, MANY + 1)
    )
    browser = sign_in(cast.alice)
    browser.get("me/data").getvalue()

    tracemalloc.start()
    with CaptureQueriesContext(connection) as asked:
        answer = browser.get("me/data")
        size = sum(len(piece) for piece in answer.streaming_content)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert size > MANY * 4000
    # The sets of rows that are read at a time, the spooled megabyte, and the pieces.
    assert peak < size / 2
    assert len(asked) < 40
