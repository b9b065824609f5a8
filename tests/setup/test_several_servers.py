"""When a second server process may start, and what it says when it may not."""

import os
import subprocess
import sys

import pytest

from tests.architecture.repository import ROOT

AT_ONCE = 6


@pytest.mark.parametrize(
    "half",
    [
        {"REDIS_URL": "redis://127.0.0.1:1/0"},
        {"DATABASE_URL": "postgresql://muster@127.0.0.1:1/muster"},
    ],
)
def test_several_workers_need_postgresql_and_redis(tmp_path, half):
    code, said = serve(tmp_path, "--workers", "2", **half)

    assert code == 1
    assert "2 workers need PostgreSQL and Redis: set DATABASE_URL to" in said
    assert "or leave --workers out." in said


def test_a_second_server_on_the_same_folder_is_refused(server):
    with pytest.raises(RuntimeError, match="already uses the data folder"):
        server.manage("serve", "--port", "0")


def test_processes_that_start_at_once_find_one_secret_key(tmp_path):
    folder = tmp_path / "fresh"
    code = (
        "import sys; from pathlib import Path; from data_folder import *; "
        "print(secret_key_in(open_data_folder(Path(sys.argv[1]))))"
    )
    started = [
        subprocess.Popen(
            [sys.executable, "-c", code, folder],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _number in range(AT_ONCE)
    ]

    keys = {process.communicate()[0] for process in started}

    (key,) = keys
    assert len(key) > 50
    assert [path.name for path in folder.iterdir()] == ["secret_key"]


def serve(folder, *arguments, **settings):
    (folder / "data").mkdir(mode=0o700)
    (folder / "data" / "muster.sqlite3").touch()
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "manage.py", "serve", *arguments],
        cwd=ROOT,
        env={**kept, "DATA_DIR": str(folder / "data"), **settings},
        capture_output=True,
        text=True,
        timeout=60,
    )
    return done.returncode, done.stderr.strip()
