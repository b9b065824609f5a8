"""The marks of what was committed, kept in the data folder."""

import subprocess
import sys

import pytest

from hub.marks import Mark, Marks


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "marks"


@pytest.fixture
def marks(folder):
    marks = Marks(folder)
    marks.take_over(Mark("here", "one", 5))
    return marks


def test_a_process_that_comes_later_reads_what_was_noted(marks, folder):
    marks.reached(Mark("here", "one", 7))

    assert Marks(folder).read("here") == {"one": 7}


def test_a_lower_event_changes_nothing(marks, folder):
    marks.reached(Mark("here", "one", 7))
    marks.reached(Mark("here", "one", 6))

    assert Marks(folder).read("here") == {"one": 7}


def test_a_commit_of_an_epoch_that_ended_is_not_noted(marks, folder):
    marks.take_over(Mark("here", "two", 3))
    marks.reached(Mark("here", "one", 9))

    assert Marks(folder).read("here") == {"two": 3}


def test_marks_of_another_installation_mean_nothing_here(marks, folder):
    assert Marks(folder).read("there") == {}


def test_the_highest_of_several_processes_counts(marks, folder):
    other = Marks(folder)
    other.take_over(Mark("here", "one", 9))

    assert marks.read("here") == {"one": 9}


def test_the_file_of_a_process_that_is_gone_is_inherited(folder):
    code = (
        "import sys; from pathlib import Path; from hub.marks import Mark, Marks; "
        "Marks(Path(sys.argv[1])).take_over(Mark('here', 'one', 8))"
    )
    environment = {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    subprocess.run([sys.executable, "-c", code, folder], env=environment, check=True)

    marks = Marks(folder)
    marks.take_over(Mark("here", "one", 2))

    assert len(list(folder.iterdir())) == 1
    assert Marks(folder).read("here") == {"one": 8}


def test_the_file_of_a_process_that_lives_is_left_alone(marks, folder):
    Marks(folder).take_over(Mark("here", "one", 9))

    assert len(list(folder.iterdir())) == 2


def test_a_file_that_was_never_written_is_no_mark(marks, folder):
    (folder / "begun.mark").touch()

    assert Marks(folder).read("here") == {"one": 5}


def test_a_folder_that_cannot_be_written_stops_nobody(tmp_path):
    (tmp_path / "marks").write_text("a file, not a folder")
    marks = Marks(tmp_path / "marks")

    marks.take_over(Mark("here", "one", 5))
    marks.reached(Mark("here", "one", 6))

    assert marks.read("here") == {"one": 6}
