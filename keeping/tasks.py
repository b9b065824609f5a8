"""The daily backup, made by a process of its own beside the one that does the tasks."""

import logging
import os
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from hub.tasks import Task
from keeping.queries import newest_backup_at

logger = logging.getLogger(__name__)

EVERY = timedelta(days=1)
LOOKED_EVERY_S = 60.0
TRIED_AGAIN_AFTER_S = 3600.0


class DailyBackup:
    """Starts `manage.py backup` when the newest is a day old, and does not wait."""

    def __init__(self) -> None:
        self._running: subprocess.Popen[str] | None = None
        self._not_before = 0.0

    def look(self) -> None:
        if self._running is not None:
            self._see_after(self._running)
        elif settings.BACKUP_DIR and time.monotonic() >= self._not_before:
            newest = newest_backup_at()
            if newest is None or timezone.now() - newest >= EVERY:
                self._running = _begin()

    def _see_after(self, process: subprocess.Popen[str]) -> None:
        if process.poll() is None:
            return
        self._running = None
        said = process.communicate()[0].strip()
        if process.returncode:
            self._not_before = time.monotonic() + TRIED_AGAIN_AFTER_S
            logger.error("The daily backup failed: %s", said or process.returncode)
        elif said:
            logger.info("The daily backup is made: %s", said.splitlines()[0])


def _begin() -> subprocess.Popen[str]:
    """Less urgent than everything that people wait for."""
    command = Path(settings.BASE_DIR) / "manage.py"
    return subprocess.Popen(
        [sys.executable, str(command), "backup", "--daily"],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATA_DIR": str(settings.DATA_DIR)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        # A Ctrl-C at the server is not meant for it.
        process_group=0,
    )


TASKS: list[Task] = [
    Task("keeping.backup", every_s=LOOKED_EVERY_S, run=DailyBackup().look),
]
