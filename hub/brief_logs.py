"""An outage is a line in the log for each who met it, not a page."""

import copy
import logging

from django.core.exceptions import DisallowedHost
from django.db import InterfaceError, OperationalError
from redis.exceptions import ConnectionError as RedisAway
from redis.exceptions import TimeoutError as RedisHangs

# Where they come from is known: the way there tells nothing more.
SPEAK_FOR_THEMSELVES = (
    OperationalError,
    InterfaceError,
    RedisAway,
    RedisHangs,
    DisallowedHost,
)


class BriefFormatter(logging.Formatter):
    """Leaves out the traceback of an error that speaks for itself."""

    def format(self, record: logging.LogRecord) -> str:
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, SPEAK_FOR_THEMSELVES):
            record = copy.copy(record)
            record.msg = f"{record.getMessage()}: {type(error).__name__}: {error}"
            record.msg = " ".join(record.msg.split())
            record.args = record.exc_info = record.exc_text = None
        return super().format(record)
