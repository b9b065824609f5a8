"""The files of photos: two for each row, and none for whom there is no row."""

import io
import os
import stat
import time
import zipfile
from base64 import b64decode
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.db import connection

import routing  # noqa: F401
from teams.actions import (
    add_member,
    change_photo,
    close_out,
    erase_person,
    sweep_photos,
    take_photo_away,
)
from teams.actions import photos as actions
from teams.models import Campaign, Photo, User
from teams.photos import Pictures, files, pictures_of
from teams.roles import Role
from tests.cast import assemble
from tests.teams.pictures import RED, kept, of, portrait
from tests.teams.second_factors import set_up_app

DAY_S = 24 * 60 * 60


@pytest.fixture(autouse=True)
def data_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture(scope="module")
def red():
    return pictures_of(portrait(RED))


def grow_old(days):
    then = time.time() - days * DAY_S
    for path in files.folder().iterdir():
        os.utime(path, (then, then))


@pytest.mark.django_db(transaction=True)
def test_a_change_leaves_one_row_and_two_files(red):
    cast = assemble()

    first = change_photo(user=cast.alice, pictures=red)
    second = change_photo(user=cast.alice, pictures=red)

    assert first.name != second.name
    assert Photo.objects.get().name == second.name
    assert kept() == of(second)


@pytest.mark.django_db(transaction=True)
def test_changes_at_once_leave_one_row_and_two_files(red):
    alice = assemble().alice

    def change(_number):
        try:
            return change_photo(user=alice, pictures=red).name
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        names = list(pool.map(change, range(12)))

    photo = Photo.objects.get()
    assert photo.name in names
    assert kept() == of(photo)


def test_only_the_owner_of_the_server_s_account_may_read_the_files(cast, red):
    change_photo(user=cast.alice, pictures=red)

    folder = files.folder()
    modes = {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    folders = {stat.S_IMODE(one.stat().st_mode) for one in (folder, folder.parent)}
    assert (modes, folders) == ({0o600}, {0o700})


@pytest.mark.django_db(transaction=True)
def test_the_sweep_takes_what_no_row_names_a_day_later(red, data_folder):
    alice = assemble().alice
    photo = change_photo(user=alice, pictures=red)
    files.keep("orphan", {"small": red.small, "large": red.large})
    (files.folder() / f"{files.IN_THE_MAKING}half").write_bytes(b"half")

    sweep_photos()
    assert len(kept()) == 5
    grow_old(days=2)
    sweep_photos()

    assert kept() == of(photo)


def test_the_sweep_has_nothing_to_do_where_nobody_has_a_photo(db):
    sweep_photos()

    assert kept() == []


def test_many_files_are_swept_in_sets(cast, red, monkeypatch):
    monkeypatch.setattr(actions, "SWEPT_AT_ONCE", 3)
    photo = change_photo(user=cast.alice, pictures=red)
    for number in range(5):
        files.keep(f"orphan{number}", {"small": red.small, "large": red.large})
    grow_old(days=2)

    sweep_photos()

    assert kept() == of(photo)


@pytest.mark.django_db(transaction=True)
def test_who_is_erased_leaves_no_picture(red):
    cast = assemble()
    change_photo(user=cast.alice, pictures=red)
    change_photo(user=cast.bob, pictures=red)

    erase_person(user=cast.alice, by=cast.alice)

    photo = Photo.objects.get()
    assert photo.user == cast.bob
    assert kept() == of(photo)


@pytest.mark.django_db(transaction=True)
def test_who_is_erased_meanwhile_gets_no_photo_any_more(red):
    alice = assemble().alice
    erase_person(user=User.objects.get(pk=alice.pk), by=None)

    with pytest.raises(Exception, match="refused"):
        change_photo(user=alice, pictures=red)

    assert (kept(), Photo.objects.count()) == ([], 0)


@pytest.mark.django_db(transaction=True)
def test_after_the_campaign_is_closed_out_no_picture_is_in_the_folder(data_folder):
    cast = assemble()
    marked = Pictures(b"RIFF small planted", b"RIFF large planted")
    change_photo(user=cast.alice, pictures=marked)
    files.keep("orphan", {"small": marked.small})

    close_out(campaign=Campaign.objects.get())

    found = [path for path in data_folder.rglob("*") if path.is_file()]
    assert not any(b"planted" in path.read_bytes() for path in found)
    assert (kept(), Photo.objects.count()) == ([], 0)


def test_one_s_own_data_has_the_picture_itself(get, cast, red):
    change_photo(user=cast.alice, pictures=red)
    change_photo(user=cast.bob, pictures=Pictures(b"other", b"other"))

    (photo,) = get(cast.alice, "me/data")["photo"]

    assert b64decode(photo["base64"]) == red.large
    assert photo["type"] == "image/webp"
    assert get(cast.charlie, "me/data")["photo"] == []


def test_the_campaign_s_export_has_the_pictures_as_files(cast, sign_in, red):
    add_member(user=cast.diana, unit=cast.campaign, role=Role.OWNER)
    change_photo(user=cast.alice, pictures=red)
    browser = sign_in(cast.diana)
    set_up_app(browser)

    answer = browser.get("campaign/export")

    archive = zipfile.ZipFile(io.BytesIO(answer.getvalue()))
    assert archive.read(f"photos/{cast.alice.pk}.webp") == red.large
    assert str(cast.alice.pk) in archive.read("photos.csv").decode()


def test_taking_away_says_whether_there_was_one(cast, red):
    change_photo(user=cast.alice, pictures=red)

    assert [take_photo_away(user=cast.alice) for _ in range(2)] == [True, False]


def test_photos_lie_where_backups_look(data_folder):
    assert files.folder().is_relative_to(settings.DATA_DIR / "uploads")
