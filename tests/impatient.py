"""manage.py whose server waits a second or two where the real one waits a minute."""

import os
import sys

import django
from django.core.management import execute_from_command_line

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")
django.setup()

from hub.serving import requests, server  # noqa: E402

server.SILENT_AFTER_S = 5.0
server.ABORT_AFTER_S = 2.0
server.HEARTBEAT_S = 1  # type: ignore[attr-defined]
requests.IDLE_AT_MOST_S = 2.0
requests.RECEIVED_WITHIN_S = 2.0
requests.STALLED_AFTER_S = 2.0

if __name__ == "__main__":
    execute_from_command_line(["manage.py", *sys.argv[1:]])
