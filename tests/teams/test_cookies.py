"""Cookies of an installation behind https, and of one on the own machine."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ASK = """
import json, settings
print(json.dumps([settings.SESSION_COOKIE_NAME, settings.SESSION_COOKIE_SECURE,
                  settings.CSRF_COOKIE_SECURE, settings.ALLOWED_ORIGINS]))
"""


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (
            "https://muster.example",
            ["__Host-session", True, True, ["https://muster.example"]],
        ),
        (
            "http://127.0.0.1:8000",
            [
                "session",
                False,
                False,
                ["http://127.0.0.1:8000", "http://localhost:8000"],
            ],
        ),
    ],
)
def test_cookies_go_over_https_alone_where_there_is_https(tmp_path, address, expected):
    tmp_path.chmod(0o700)

    printed = subprocess.run(
        [sys.executable, "-c", ASK],
        cwd=ROOT,
        env={**os.environ, "DATA_DIR": str(tmp_path), "PUBLIC_URL": address},
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert json.loads(printed) == expected
