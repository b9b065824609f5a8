"""Outages are one line each; what nobody expected keeps its traceback."""

import logging
import sys

import pytest
from django.core.exceptions import DisallowedHost
from django.db import OperationalError

from hub.brief_logs import BriefFormatter


def _logged(error):
    try:
        raise error
    except type(error):
        info = sys.exc_info()
    record = logging.LogRecord("x", 40, "x.py", 1, "It failed: %s", ("/ws",), info)
    return BriefFormatter("%(levelname)s %(message)s").format(record)


@pytest.mark.parametrize("error", [OperationalError("a\nb"), DisallowedHost("evil")])
def test_an_outage_is_one_line(error):
    line = _logged(error)

    assert line.startswith(f"ERROR It failed: /ws: {type(error).__name__}: ")
    assert "\n" not in line


def test_what_nobody_expected_keeps_its_traceback():
    assert "Traceback" in _logged(ValueError("why?"))
