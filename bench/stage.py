"""What each bench stands on: a real server with one large team, in its own process."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
SEED = """
import django; django.setup()
import sys
from datetime import timedelta
from hub.actions import transaction
from teams import actions
from teams.models import User
from teams.roles import Role
count = int(sys.argv[1])
with transaction():
    campaign = actions.open_campaign(
        name="Bench", kind="political", timezone="UTC", languages=["en"])
    centre = actions.open_unit(kind="centre", name="Centre", parent=campaign.unit)
    office = actions.open_unit(kind="office", name="Office", parent=centre)
    team = actions.open_unit(kind="team", name="Team", parent=office)
    for number in range(count):
        user = User.objects.create_user(f"w{number}@bench.example", f"Writer {number}")
        actions.add_member(user=user, unit=team, role=Role.VOLUNTEER)
        print(actions.issue_token(user=user, name="bench", lasts=timedelta(1)))
print("room", team.room.pk)
"""


class Stage(NamedTuple):
    socket_url: str
    room: str
    tokens: list[str]
    pid: int


@contextmanager
def stage(people: int, database_url: str = "") -> Iterator[Stage]:
    """A served team of `people`; everything is gone afterwards, the database too."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {
            "DATA_DIR": folder,
            "DATABASE_URL": database_url,
            "LIMITS": "off",
            "DJANGO_SETTINGS_MODULE": "settings",
            "PYTHONPATH": str(ROOT),
        }
        _run(environment, "manage.py", "migrate", "-v", "0")
        *tokens, room = _run(environment, "-c", SEED, str(people)).split("\n")
        server = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--port", "0"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            assert server.stdout is not None
            address = server.stdout.readline().split()[-1]
            url = address.replace("http", "ws", 1) + "/ws/"
            yield Stage(url, room.split()[1], tokens, server.pid)
        finally:
            server.terminate()
            server.wait()


def _run(environment: dict[str, str], *arguments: str) -> str:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout.strip()
